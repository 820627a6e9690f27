package io.tailrace.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** What the appender counts of the groups that it wrote. Used by its thread. */
final class AppendMeters {

    private final Counter entries;
    private final Counter groups;
    private final Counter bytes;
    private final Timer journalTime;

    AppendMeters(MeterRegistry meters, AppendQueue queue, LogLimits limits) {
        entries = Counter.builder("tailrace.entries.appended")
                .description("Entries appended since the start")
                .register(meters);
        groups = Counter.builder("tailrace.append.groups")
                .description("Groups of appends that were written to the journal, each with one force at most")
                .register(meters);
        bytes = Counter.builder("tailrace.append.bytes")
                .description("Bytes of the entries appended since the start, as the journal keeps them")
                .register(meters);
        journalTime = Timer.builder("tailrace.journal.append")
                .description("Writing one group to the journal, with its force")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
        Gauge.builder("tailrace.append.queue.bytes", queue.bytes(), Number::doubleValue)
                .description("Bytes of entries that wait to be appended")
                .register(meters);
        Gauge.builder("tailrace.append.queue.max.bytes", limits::appendQueueBytes)
                .description("How many bytes of entries may wait to be appended; more are refused")
                .register(meters);
    }

    void appended(AppendGroup group, long journalNanos) {
        entries.increment(group.count());
        bytes.increment((double) group.bytes());
        groups.increment();
        journalTime.record(journalNanos, TimeUnit.NANOSECONDS);
    }
}
