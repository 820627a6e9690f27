package io.tailrace.stream;

import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.tailrace.log.RunningQuery;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the cursors of one fan-out ask of workers. A cursor waits while it is asked for, and one that is closed meanwhile has
 * its question cancelled. Owned by the event loop.
 */
final class Questions {

    private final Executor loop;
    private final Readers readers;
    private final Readers lookUps;
    private final Faults faults;

    /**
     * @param readers read pages of the history
     * @param lookUps find and count entries, which takes longer
     */
    Questions(Executor loop, Readers readers, Readers lookUps, Faults faults) {
        this.loop = loop;
        this.readers = readers;
        this.lookUps = lookUps;
        this.faults = faults;
    }

    /**
     * Has something looked up for a cursor that nothing reads for. It waits until it is {@link Cursor#become told} what to do
     * next by what follows the answer; if the look-up fails it ends.
     *
     * @param then is told the answer, unless the cursor was closed meanwhile
     * @return whether there was a place for it; if not, nothing has changed
     */
    <T> boolean ask(Cursor cursor, Function<RunningQuery, Optional<T>> step, Consumer<T> then) {
        return ask(lookUps, cursor, step, then, _ -> {});
    }

    /** Has a page read for a cursor, in the same way. The page is closed by whom it is told to, or if nobody is. */
    boolean read(Cursor cursor, Function<RunningQuery, Optional<Page>> step, Consumer<Page> then) {
        return ask(readers, cursor, step, then, Page::close);
    }

    private <T> boolean ask(
            Readers workers,
            Cursor cursor,
            Function<RunningQuery, Optional<T>> step,
            Consumer<T> then,
            Consumer<T> unwanted) {
        Optional<Reading<T>> reading = workers.ask(loop, step, new Reading.Answer<>() {
            @Override
            public void found(T found) {
                if (!cursor.isOpen()) {
                    unwanted.accept(found);
                    return;
                }
                cursor.waitedEnough();
                try {
                    then.accept(found);
                } catch (Throwable fault) {
                    faults.caught(Seam.READER, "A stream could not go on after a look-up", fault);
                    cursor.fail();
                }
            }

            @Override
            public void failed() {
                cursor.waitedEnough();
                cursor.fail();
            }

            @Override
            public void lost(T found) {
                unwanted.accept(found);
            }
        });
        reading.ifPresent(asked -> {
            if (cursor.state() != SubscriptionState.WAITING) {
                cursor.become(SubscriptionState.WAITING);
            }
            cursor.waitFor(asked);
        });
        return reading.isPresent();
    }
}
