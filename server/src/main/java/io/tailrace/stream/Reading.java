package io.tailrace.stream;

import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.tailrace.log.QueryStopped;
import io.tailrace.log.RunningQuery;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Something that a worker reads or looks up below the event loop that asked for it, a step at a time, and whose answer is
 * taken on that loop. Exactly one of {@link Answer}'s methods is called, once. Any thread may cancel.
 */
final class Reading<T> implements Runnable {

    /** What becomes of it. */
    interface Answer<T> {

        /** It was found. On the event loop. */
        void found(T found);

        /** It was not found, as something failed or it was cancelled. On the event loop. */
        void failed();

        /** It was found, but the event loop is gone: what it holds is to be given back. On any thread. */
        default void lost(T found) {}
    }

    private final ThreadPoolExecutor workers;
    private final Executor loop;
    private final Function<RunningQuery, Optional<T>> step;
    private final Answer<T> answer;
    private final Faults faults;
    private final Consumer<Reading<T>> ended;
    private final RunningQuery running = new RunningQuery();
    private final AtomicBoolean isEnded = new AtomicBoolean();

    /**
     * @param workers where its steps wait for their turn
     * @param ended told once, when it takes no more steps, before the answer is given
     */
    Reading(
            ThreadPoolExecutor workers,
            Executor loop,
            Function<RunningQuery, Optional<T>> step,
            Answer<T> answer,
            Faults faults,
            Consumer<Reading<T>> ended) {
        this.workers = workers;
        this.loop = loop;
        this.step = step;
        this.answer = answer;
        this.faults = faults;
        this.ended = ended;
    }

    /** Takes a step, on a worker; whoever else waits has a turn before the next one. */
    @Override
    public void run() {
        try {
            Optional<T> found = step.apply(running);
            if (found.isEmpty()) {
                workers.execute(this);
            } else if (isEnded.compareAndSet(false, true)) {
                ended.accept(this);
                give(found.get());
            }
        } catch (QueryStopped | RejectedExecutionException unwanted) {
            fail();
        } catch (Throwable fault) {
            faults.caught(Seam.LOOKUP, "A stream could not be served from the archive", fault);
            fail();
        }
    }

    private void give(T found) {
        try {
            loop.execute(() -> answer.found(found));
        } catch (RejectedExecutionException stopped) {
            answer.lost(found);
        }
    }

    /** Ends it without an answer. */
    private void fail() {
        if (isEnded.compareAndSet(false, true)) {
            ended.accept(this);
            try {
                loop.execute(answer::failed);
            } catch (RejectedExecutionException stopped) {
                // Nobody is left to be told.
                return;
            }
        }
    }

    /** Says that it is no longer wanted. If it has not ended soon, this is said again. */
    void cancel() {
        stop(QueryStopped.Why.CLIENT_GONE);
    }

    void stop(QueryStopped.Why why) {
        running.stop(why);
        if (workers.remove(this)) {
            fail();
        }
    }

    /** Says again what may have been said just before the store began to work, and was not heard. */
    void stopAgain() {
        QueryStopped.Why why = running.stopped();
        if (why != null) {
            stop(why);
        }
    }
}
