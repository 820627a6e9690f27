package io.tailrace.cli.send;

import io.tailrace.cli.shell.CommandFailed;
import java.util.Optional;

/**
 * The reading half of a command that sends: does its {@link Work} on a thread of its own, because a read of a quiet pipe
 * cannot be given up. Closes the read-ahead when it is done, however it ends.
 */
final class Reading implements Runnable {

    private final Work work;
    private final ReadAhead readAhead;
    private volatile Optional<CommandFailed> failure = Optional.empty();

    /** What there is to read. */
    interface Work {

        /** Hands over everything, in order, or until nobody takes any more. */
        void readInto(ReadAhead readAhead) throws CommandFailed, InterruptedException;

        /** How far that is. */
        Remainder remainder();
    }

    Reading(Work work, ReadAhead readAhead) {
        this.work = work;
        this.readAhead = readAhead;
    }

    @Override
    public void run() {
        try {
            work.readInto(readAhead);
        } catch (CommandFailed e) {
            failure = Optional.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | OutOfMemoryError e) {
            failure = Optional.of(new CommandFailed("reading failed: " + e));
        } finally {
            readAhead.close();
        }
    }

    /** Why it ended before the end; to be asked when the read-ahead is closed and empty. */
    Optional<CommandFailed> failure() {
        return failure;
    }
}
