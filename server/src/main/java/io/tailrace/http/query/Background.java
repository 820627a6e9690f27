package io.tailrace.http.query;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that give way to the live path: the kernel prefers every other thread of the process to them. Threads that they
 * start, such as the database's, are of the same kind. Where the kernel does not know this they are threads like others.
 */
public final class Background {

    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    /** As for a batch job: about a tenth of the time of a thread that competes. */
    private static final int NICENESS = 10;

    private static final int PROCESS = 0;
    private static final int THIS_THREAD = 0;
    private static final Optional<MethodHandle> SET_PRIORITY = setPriority();

    private Background() {}

    /** Makes threads of this name. */
    public static ThreadFactory threads(String name) {
        ThreadFactory threads = Thread.ofPlatform().name(name + "-", 0).factory();
        return work -> threads.newThread(() -> {
            giveWay();
            work.run();
        });
    }

    @SuppressWarnings("restricted") // The program is started with access to native functions, which the database needs.
    private static Optional<MethodHandle> setPriority() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> function = linker.defaultLookup().find("setpriority");
        return function.map(address -> linker.downcallHandle(
                address,
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)));
    }

    private static void giveWay() {
        SET_PRIORITY.ifPresent(function -> {
            try {
                int result = (int) function.invokeExact(PROCESS, THIS_THREAD, NICENESS);
                LOG.debug("setpriority answered {}", result);
            } catch (Throwable failed) {
                throw new IllegalStateException("setpriority cannot be called", failed);
            }
        });
    }
}
