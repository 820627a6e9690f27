package io.tailrace.fault;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where faults that nobody expected are reported: each is counted and logged. When memory has run out, on the heap or beside
 * it, the process ends, as what else was hit is not known and a supervisor starts it again with nothing lost. Any thread may
 * report.
 */
public final class Faults {

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    /** As the JVM itself exits when told to do so at such an error. */
    private static final int OUT_OF_MEMORY = 3;

    private final Map<Seam, Counter> counts = new EnumMap<>(Seam.class);
    private final Runnable end;

    /** @param end ends the process; it need not return */
    public Faults(MeterRegistry meters, Runnable end) {
        this.end = end;
        for (Seam seam : Seam.values()) {
            counts.put(
                    seam,
                    Counter.builder("tailrace.faults")
                            .description("Unexpected failures, by the place that each of them was contained in")
                            .tag("seam", seam.text())
                            .register(meters));
        }
    }

    /** Faults of a process of its own, which they may end. */
    public static Faults ofProcess(MeterRegistry meters) {
        return new Faults(meters, () -> Runtime.getRuntime().halt(OUT_OF_MEMORY));
    }

    /**
     * Reports a fault. Never throws; does not return if memory has run out.
     *
     * @param what failed, as the beginning of a sentence for whoever reads the server's log
     */
    public void caught(Seam seam, String what, Throwable fault) {
        Counter count = counts.get(seam);
        if (count != null) {
            count.increment();
        }
        try {
            LOG.error("{}; what it happened in has failed, and everything else goes on", what, fault);
        } finally {
            if (isOutOfMemory(fault)) {
                end.run();
            }
        }
    }

    private static boolean isOutOfMemory(Throwable fault) {
        // Netty throws its own kind of this error for memory beside the heap, which the JVM does not notice.
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }
}
