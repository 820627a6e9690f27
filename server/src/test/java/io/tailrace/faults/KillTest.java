package io.tailrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.ServerProcess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That a server may be ended at any moment. */
@Timeout(180)
final class KillTest {

    private static final int ROUNDS = 10;
    private static final int WRITERS = 4;

    @TempDir
    Path directory;

    @Test
    void nothingAcknowledgedIsLostOrDoubledHoweverOftenTheServerIsKilled() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<Long, String> acknowledged = new HashMap<>();
        // A short interval and small segments, so that the archive and the journal are at work whenever it is killed.
        try (ServerProcess server =
                ServerProcess.start(directory, "--archive-interval-ms", "20", "--journal-segment-bytes", "16k")) {
            for (int round = 0; round < ROUNDS; round++) {
                try (Load load = Load.on(server, WRITERS, "round-" + round)) {
                    load.await(1 + random.nextInt(100));
                    LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(150)));
                    server.kill();
                    acknowledged.putAll(load.awaitEnd());
                }
                server.restart();
            }
            assertThat(acknowledged).hasSizeGreaterThan(ROUNDS);
            WholeLog log = WholeLog.of(server);
            log.assertHolds(acknowledged);
        } catch (AssertionError failed) {
            throw new AssertionError("seed " + seed, failed);
        }
    }

    @Test
    void aServerThatIsStoppedUnderLoadEndsInTimeAndKeepsAllThatItAcknowledged() throws Exception {
        try (ServerProcess server = ServerProcess.start(directory)) {
            try (Load load = Load.on(server, WRITERS, "before")) {
                load.await(200);
                long start = System.nanoTime();
                server.stop();
                assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))
                        .isLessThan(5);
                assertThat(server.exitCode()).isZero();
                Map<Long, String> acknowledged = load.awaitEnd();
                server.restart();
                WholeLog.of(server).assertHolds(acknowledged);
            }
        }
    }
}
