package io.tailrace.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class FaultsTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger ends = new AtomicInteger();
    private final Faults faults = new Faults(meters, ends::incrementAndGet);

    @Test
    void eachFaultIsCountedWhereItHappened() {
        faults.caught(Seam.READER, "A reader failed", new IllegalStateException("a"));
        faults.caught(Seam.READER, "A reader failed", new StackOverflowError());
        faults.caught(Seam.ARCHIVER, "A batch failed", new IllegalStateException("b"));

        assertThat(count(Seam.READER)).isEqualTo(2);
        assertThat(count(Seam.ARCHIVER)).isEqualTo(1);
        assertThat(count(Seam.QUERY)).isZero();
        assertThat(ends).hasValue(0);
    }

    @Test
    void memoryThatRanOutEndsTheProcessHoweverDeepItIsWrapped() {
        faults.caught(Seam.BODY, "A body failed", new IllegalStateException(new OutOfMemoryError("direct")));

        assertThat(ends).hasValue(1);
        assertThat(count(Seam.BODY)).isEqualTo(1);
    }

    private double count(Seam seam) {
        return meters.get("tailrace.faults").tag("seam", seam.text()).counter().count();
    }
}
