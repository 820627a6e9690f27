package io.tailrace.cli.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.cli.client.Batch;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ReadAheadTest {

    private static final Duration FOR_EVER = Duration.ofDays(1);

    @Test
    void aLoneEntryWaitsNoLongerThanTheLingerTime() throws Exception {
        ReadAhead readAhead = new ReadAhead(100, 1000, Duration.ofMillis(20));
        long began = System.nanoTime();
        add(readAhead, "a", 1);

        assertThat(readAhead.take().orElseThrow().count()).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofMillis(20), Duration.ofSeconds(5));
    }

    @Test
    void aFullBatchDoesNotWait() throws Exception {
        ReadAhead readAhead = new ReadAhead(2, 1000, FOR_EVER);
        for (int line = 1; line <= 3; line++) {
            add(readAhead, "a", line);
        }

        Batch batch = readAhead.take().orElseThrow();
        assertThat(batch.count()).isEqualTo(2);
        assertThat(batch.line(1)).isEqualTo(2);
    }

    @Test
    void bytesAndSourcesDivideBatchesToo() throws Exception {
        ReadAhead readAhead = new ReadAhead(100, 10, FOR_EVER);
        add(readAhead, "a", 1);
        add(readAhead, "a", 2);
        add(readAhead, "b", 1);
        readAhead.close();

        assertThat(readAhead.take().orElseThrow().size()).isEqualTo(6);
        assertThat(readAhead.take().orElseThrow().source()).isEqualTo("a");
        assertThat(readAhead.take().orElseThrow().source()).isEqualTo("b");
        assertThat(readAhead.take()).isEmpty();
    }

    @Test
    void aReaderThatIsTooFastIsHeldBackAndGoesOn() throws Exception {
        ReadAhead readAhead = new ReadAhead(1, 1000, FOR_EVER);
        AtomicInteger added = new AtomicInteger();
        Thread reading = Thread.ofPlatform().start(() -> addMany(readAhead, 100, added));
        awaitHeldBack(reading);

        assertThat(added).hasValue(4);
        for (int taken = 1; taken <= 99; taken++) {
            assertThat(readAhead.take().orElseThrow().line(0)).isEqualTo(taken);
        }
        reading.join();
        assertThat(added).hasValue(100);
    }

    @Test
    void closingFreesAReaderThatIsHeldBackAndKeepsWhatItGave() throws Exception {
        ReadAhead readAhead = new ReadAhead(1, 1000, FOR_EVER);
        AtomicInteger added = new AtomicInteger();
        Thread reading = Thread.ofPlatform().start(() -> addMany(readAhead, 100, added));
        awaitHeldBack(reading);
        readAhead.close();
        reading.join();

        assertThat(added).hasValue(4);
        for (int taken = 1; taken <= 4; taken++) {
            assertThat(readAhead.take()).isPresent();
        }
        assertThat(readAhead.take()).isEmpty();
    }

    private static void awaitHeldBack(Thread reading) {
        while (reading.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private static void addMany(ReadAhead readAhead, int count, AtomicInteger added) {
        try {
            while (added.get() < count && add(readAhead, "a", added.get() + 1)) {
                added.incrementAndGet();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean add(ReadAhead readAhead, String source, long line) throws InterruptedException {
        EntryBuffer entry = new EntryBuffer();
        entry.put("12345".getBytes(UTF_8));
        return readAhead.add(source, line, entry);
    }
}
