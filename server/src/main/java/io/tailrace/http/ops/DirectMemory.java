package io.tailrace.http.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.internal.PlatformDependent;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The memory beside the heap that the network needs. Any thread may ask. */
public final class DirectMemory {

    private static final int NEARLY_PERCENT = 90;

    private final LongSupplier used;
    private final LongSupplier max;

    /** @param used in bytes; below 0 if that is not known */
    DirectMemory(LongSupplier used, LongSupplier max) {
        this.used = used;
        this.max = max;
    }

    /** That of this process. */
    public static DirectMemory ofProcess(MeterRegistry meters) {
        DirectMemory memory = new DirectMemory(PlatformDependent::usedDirectMemory, PlatformDependent::maxDirectMemory);
        Gauge.builder("tailrace.direct.memory.bytes", memory.used::getAsLong)
                .description("Memory beside the heap that the network has taken")
                .register(meters);
        Gauge.builder("tailrace.direct.memory.max.bytes", memory.max::getAsLong)
                .description("The bound of tailrace_direct_memory_bytes, see -XX:MaxDirectMemorySize")
                .register(meters);
        return memory;
    }

    /** Says so before it has run out, at which the process ends. */
    public Optional<String> nearlyUsedUp() {
        return used.getAsLong() > max.getAsLong() / 100 * NEARLY_PERCENT
                ? Optional.of(
                        "direct memory is nearly used up: " + used.getAsLong() + " of " + max.getAsLong() + " bytes")
                : Optional.empty();
    }
}
