package io.tailrace.http.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Await;
import io.tailrace.testing.LeakWatch;
import io.tailrace.testing.LogSender;
import io.tailrace.testing.RawStream;
import io.tailrace.testing.ServerExtension;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * That a client keeps its place for what it takes, and for nothing else: neither for what is written to it, nor for what
 * its socket's buffers hold.
 */
@ExtendWith(LeakWatch.class)
final class SilenceTest {

    private static final long SILENCE_MILLIS = 1000;

    /** Ten times within a silence this is more than the sockets' buffers hold, and less than a batch. */
    private static final int LITTLE = 4096;

    private static final int TIMES = 40;

    @RegisterExtension
    static final ServerExtension server = new ServerExtension(TestServer.with()
            .heartbeatMillis(200)
            .liveness(200, SILENCE_MILLIS)
            .sendBufferBytes(16 << 10)
            .forceEachCommit(false));

    private final LogSender sender = server.sender();

    @ParameterizedTest
    @ValueSource(strings = {"application/x-ndjson", "text/event-stream"})
    void aClientThatTakesLittleNowAndThenKeepsItsPlaceUntilItTakesNothing(String framing) throws IOException {
        sender.sendMany(2000, "slow", "info", "x".repeat(1000));
        double before = server.metric("tailrace_stream_bytes_total");
        try (RawStream slow = RawStream.small(server.http("/api/logs/stream?after=0"), "Accept: " + framing)) {
            long start = System.nanoTime();
            for (int taken = 1; taken <= TIMES; taken++) {
                slow.take(LITTLE);
                long next = start + TimeUnit.MILLISECONDS.toNanos(taken * SILENCE_MILLIS / 10);
                while (System.nanoTime() < next) {
                    LockSupport.parkNanos(next - System.nanoTime());
                }
            }
            assertThat(server.metric("tailrace_streams")).isEqualTo(1);
            // Of the two megabytes there was always more that waited for it, so it cannot have been taken for idle.
            assertThat(server.metric("tailrace_stream_bytes_total") - before)
                    .isBetween((double) TIMES * LITTLE, 1_000_000.0);

            Await.until("it is ended", () -> server.metric("tailrace_streams") == 0);
        }
    }
}
