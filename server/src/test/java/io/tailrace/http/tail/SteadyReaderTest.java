package io.tailrace.http.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.LogSender;
import io.tailrace.testing.RawStream;
import io.tailrace.testing.RawWebSocket;
import io.tailrace.testing.ServerExtension;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that are behind and read slowly, but all the time, from sockets for which the kernel would hold megabytes. */
final class SteadyReaderTest {

    private static final long SILENCE_MILLIS = 4_000;

    /** A message of tailrace.v1 is not much smaller. */
    private static final int BYTES_A_STEP = 60_000;

    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(600);
    private static final int STEPS = 20;

    @RegisterExtension
    static final ServerExtension server = new ServerExtension(
            TestServer.with().heartbeatMillis(200).liveness(200, SILENCE_MILLIS).forceEachCommit(false));

    private final LogSender sender = server.sender();

    @BeforeEach
    void muchToRead() throws IOException {
        sender.sendMany(12_000, "slow", "info", "x".repeat(1000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-ndjson", "text/event-stream"})
    void whoTakesAResponseSlowlyKeepsItsPlace(String framing) throws IOException {
        try (RawStream slow = RawStream.small(server.http("/api/logs/stream?after=0"), "Accept: " + framing)) {
            slowly(() -> slow.take(BYTES_A_STEP));
        }
    }

    @Test
    void whoReadsMessagesSlowlyKeepsItsPlace() throws IOException {
        try (RawWebSocket slow = RawWebSocket.v1(server.webSocket("/ws/logs?after=0"))) {
            slowly(() -> slow.readUntil("entries"));
        }
    }

    private interface Step {
        void take() throws IOException;
    }

    private static void slowly(Step step) throws IOException {
        long start = System.nanoTime();
        for (int i = 1; i <= STEPS; i++) {
            step.take();
            long next = start + i * STEP_NANOS;
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
        assertThat(server.metric("tailrace_streams")).isEqualTo(1);
    }
}
