package io.tailrace.cli.shell;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * A thread that sleeps in the system's {@code poll} until nobody reads the pipe behind a descriptor any more.
 *
 * <p>Java tells of a broken pipe only when something is written to it, and on a quiet log nothing is. Where the system has
 * no {@code poll} nothing is noticed, and nothing is lost but that; behind a file or a terminal the thread sleeps on.
 */
final class PipeWatch {

    private static final int STDOUT = 1;

    /** {@code struct pollfd}: an int, what to wait for and what has come as shorts. */
    private static final long POLLFD_BYTES = 8;

    private static final long REVENTS = 6;

    /** Errors and hang-ups are told without being asked for, so that nothing is asked for. */
    private static final short POLLERR_OR_POLLHUP = 0x18;

    private static final int FOR_EVER = -1;

    /** A signal may end a call early; one that fails for another reason fails again. */
    private static final int INTERRUPTIONS = 1000;

    private PipeWatch() {}

    /** Runs the action when the reader of stdout has gone. */
    static void ofStdout(Runnable action) {
        Thread.ofPlatform().daemon().name("stdout-reader").start(() -> {
            if (awaitReaderGone(STDOUT)) {
                action.run();
            }
        });
    }

    /** Calls native code, which the launcher and the jar's manifest allow. */
    @SuppressWarnings("restricted")
    private static boolean awaitReaderGone(int descriptor) {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> address = linker.defaultLookup().find("poll");
        if (address.isEmpty()) {
            return false;
        }
        MethodHandle poll = linker.downcallHandle(
                address.get(),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment entry = arena.allocate(POLLFD_BYTES, ValueLayout.JAVA_INT.byteAlignment());
            entry.set(ValueLayout.JAVA_INT, 0, descriptor);
            for (int interrupted = 0; interrupted < INTERRUPTIONS; interrupted++) {
                int ready = (int) poll.invokeExact(entry, 1L, FOR_EVER);
                if (ready > 0) {
                    return (entry.get(ValueLayout.JAVA_SHORT, REVENTS) & POLLERR_OR_POLLHUP) != 0;
                }
            }
            return false;
        } catch (Throwable fault) {
            // The handle throws what it likes; without a watch the next write finds out.
            return false;
        }
    }
}
