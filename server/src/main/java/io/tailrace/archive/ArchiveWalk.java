package io.tailrace.archive;

import io.tailrace.log.HistoryException;
import io.tailrace.log.QueryStopped;
import io.tailrace.log.RunningQuery;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The way of a question through the archive: range after range, with helpers that work ahead of it. Answers are taken in
 * the order of the ranges, on the question's thread, but for counts, for which the order does not matter. A question that
 * is answered by the first range costs no more than that: nobody works ahead before it. Any thread may walk.
 */
final class ArchiveWalk {

    private final ArchiveConnections connections;
    private final Executor helpers;
    private final int threads;
    private final int ahead;

    /**
     * @param helpers work ahead; each needs a connection
     * @param threads how many ranges of a question are worked on at once, the question's own thread among them
     */
    ArchiveWalk(ArchiveConnections connections, Executor helpers, int threads) {
        this.connections = connections;
        this.helpers = helpers;
        this.threads = threads;
        // Twice, so that a helper that is done finds the next range without waiting for the question's thread.
        ahead = threads == 1 ? 1 : 2 * threads;
    }

    ArchiveConnections connections() {
        return connections;
    }

    /** Takes the answer of the next range, and says whether to go on. */
    interface Taker<T> {
        boolean take(T answer, IdRange range);
    }

    /**
     * Asks about all of these ids, in pieces whose answers come in any order.
     *
     * @param adder is called by any thread, by one at a time
     * @throws QueryStopped if the question was stopped
     * @throws HistoryException if the database failed
     */
    <T> void count(
            RunningQuery running,
            IdRange all,
            RangeQuestion question,
            ArchiveConnections.Rows<T> rows,
            ArchiveCount.Adder<T> adder) {
        new ArchiveCount<>(connections, all, question, rows, adder, threads).count(running, helpers);
    }

    /**
     * Asks about one range after the other.
     *
     * @param toEnd whether every range will be needed, so that helpers begin at once
     * @throws QueryStopped if the question was stopped
     * @throws HistoryException if the database failed
     */
    <T> void walk(
            RunningQuery running,
            List<IdRange> ranges,
            boolean toEnd,
            RangeQuestion question,
            ArchiveConnections.Rows<T> rows,
            Taker<T> taker) {
        Walk<T> walk = new Walk<>(running, ranges.iterator(), question, rows);
        try {
            int most = toEnd ? ahead : 1;
            Step<T> step = walk.next(most);
            while (step != null && taker.take(answer(walk, step), step.range)) {
                most = ahead;
                step = walk.next(most);
            }
        } finally {
            // Nobody waits for what is still under way.
            walk.end(QueryStopped.Why.CLIENT_GONE);
        }
    }

    private static <T> T answer(Walk<T> walk, Step<T> step) {
        walk.running.begin(walk::end);
        try {
            return walk.answer(step);
        } finally {
            walk.running.end();
        }
    }

    /** One walk; the question's thread owns it, and any thread may stop it. */
    private final class Walk<T> {

        private final RunningQuery running;
        private final Iterator<IdRange> ranges;
        private final RangeQuestion question;
        private final ArchiveConnections.Rows<T> rows;

        /** Those whose answers were not taken yet; guarded by this. */
        private final Deque<Step<T>> steps = new ArrayDeque<>();

        Walk(RunningQuery running, Iterator<IdRange> ranges, RangeQuestion question, ArchiveConnections.Rows<T> rows) {
            this.running = running;
            this.ranges = ranges;
            this.question = question;
            this.rows = rows;
        }

        /** The step whose answer is wanted next; null at the end of the way. Has helpers work ahead of it. */
        @Nullable
        Step<T> next(int most) {
            while (open() < most && ranges.hasNext()) {
                Step<T> step = new Step<>(ranges.next(), question, rows);
                synchronized (this) {
                    steps.add(step);
                }
                if (most > 1) {
                    helpers.execute(() -> step.work(connections));
                }
            }
            return first();
        }

        private synchronized int open() {
            return steps.size();
        }

        private synchronized @Nullable Step<T> first() {
            return steps.peekFirst();
        }

        /** Waits for an answer, and works on steps that nobody has begun meanwhile. */
        T answer(Step<T> step) {
            while (true) {
                running.check();
                List<Step<T>> all;
                synchronized (this) {
                    all = List.copyOf(steps);
                }
                boolean worked = false;
                for (Step<T> open : all) {
                    if (!step.answer.isDone() && open.work(connections)) {
                        worked = true;
                        break;
                    }
                }
                if (worked && !step.answer.isDone()) {
                    // There may be more to do than to wait.
                    continue;
                }
                try {
                    T answer = step.answer.get(ArchiveDatabase.CHECK_MILLIS, TimeUnit.MILLISECONDS);
                    synchronized (this) {
                        steps.remove(step);
                    }
                    return answer;
                } catch (TimeoutException notYet) {
                    // A stop is looked for, and then it is waited on.
                } catch (ExecutionException failed) {
                    running.check();
                    throw thrown(failed.getCause());
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new HistoryException("The question was interrupted", interrupted);
                }
            }
        }

        private static RuntimeException thrown(@Nullable Throwable cause) {
            return switch (cause) {
                case RuntimeException failed -> failed;
                case Error error -> throw error;
                case null, default -> new CompletionException(cause);
            };
        }

        /** Stops what is under way. */
        synchronized void end(QueryStopped.Why why) {
            steps.forEach(step -> step.running.stop(why));
        }
    }

    /** One range being worked on, by whoever begins first. */
    private static final class Step<T> {

        private final IdRange range;
        private final RangeQuestion question;
        private final ArchiveConnections.Rows<T> rows;
        private final RunningQuery running = new RunningQuery();
        private final AtomicBoolean begun = new AtomicBoolean();
        private final CompletableFuture<T> answer = new CompletableFuture<>();

        Step(IdRange range, RangeQuestion question, ArchiveConnections.Rows<T> rows) {
            this.range = range;
            this.question = question;
            this.rows = rows;
        }

        /** Works it out, unless somebody else does or did; says whether it was this one. */
        boolean work(ArchiveConnections connections) {
            if (!begun.compareAndSet(false, true)) {
                return false;
            }
            try {
                answer.complete(connections.ask(running, question.of(range), rows));
            } catch (Throwable failed) {
                // Thrown again by whoever waits for it.
                answer.completeExceptionally(failed);
            }
            return true;
        }
    }
}
