package io.tailrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.LogSender;
import io.tailrace.testing.ServerProcess;
import io.tailrace.testing.TailSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That a server that cannot start says why in one line, and does no harm. */
@Timeout(120)
final class BadStartTest {

    private static final String NEVER = "3600000";

    @TempDir
    Path directory;

    @Test
    void aDirectoryThatAnotherServerHoldsIsRefusedAndThatServerServesOn() throws Exception {
        try (ServerProcess server = ServerProcess.start(directory);
                LogSender sender = new LogSender(server.http("/api/logs"))) {
            sender.send("load", "info", "before");

            FailedStart second = FailedStart.of(directory);

            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.said())
                    .containsExactly("tailrace serve: The data directory " + directory
                            + " is in use by another tailrace. Stop it, or choose another --data.");
            sender.send("load", "info", "after");
            assertThat(WholeLog.of(server).messages().values()).containsExactly("before", "after");
        }
    }

    @Test
    void aDamagedJournalIsRefusedWithoutAStackTraceAndRepairedOnRequest() throws Exception {
        String position;
        // The archive is never filled, so the journal is the only copy.
        try (ServerProcess server = ServerProcess.start(directory, "--archive-interval-ms", NEVER);
                LogSender sender = new LogSender(server.http("/api/logs"))) {
            for (int n = 1; n <= 10; n++) {
                sender.send("load", "info", "message " + n);
            }
            position = positionAfterAll(server);
            server.kill();
            Path segment = flipInTheMiddle();

            FailedStart refused = FailedStart.of(directory);

            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.said())
                    .singleElement()
                    .asString()
                    .startsWith("tailrace serve: The journal is damaged in " + segment + " at offset ")
                    .contains("--journal-repair");
        }
        try (ServerProcess repaired = ServerProcess.start(directory, "--journal-repair")) {
            assertThat(WholeLog.of(repaired).messages().values())
                    .hasSizeBetween(1, 9)
                    .first()
                    .isEqualTo("message 1");
            assertToldOfAnotherLog(repaired, position);
        }
    }

    @Test
    void aJournalThatWasLostIsNoticedSoThatNoClientGoesOnAtNumbersThatMeanOtherEntries() throws Exception {
        String position;
        try (ServerProcess server = ServerProcess.start(directory, "--archive-interval-ms", "20");
                LogSender sender = new LogSender(server.http("/api/logs"))) {
            sender.sendMany(10, "load", "info", "before");
            position = positionAfterAll(server);
            server.stop();
        }
        try (Stream<Path> files = Files.list(directory.resolve("journal"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        try (ServerProcess server = ServerProcess.start(directory);
                LogSender sender = new LogSender(server.http("/api/logs"))) {
            sender.sendMany(5, "load", "info", "after");
            assertToldOfAnotherLog(server, position);
            assertThat(WholeLog.of(server).messages()).hasSize(15);
        }
    }

    private static String positionAfterAll(ServerProcess server) throws InterruptedException {
        try (TailSocket reader = TailSocket.open(server.webSocket("/ws/logs?after=0"))) {
            reader.awaitEntries(10);
            return reader.position();
        }
    }

    private static void assertToldOfAnotherLog(ServerProcess server, String position) throws InterruptedException {
        try (TailSocket reader = TailSocket.open(server.webSocket("/ws/logs?after=" + position))) {
            assertThat(reader.await("gap")).contains("\"reason\":\"reset\"");
            assertThat(reader.await("entries")).contains("\"id\":1,");
        }
    }

    private Path flipInTheMiddle() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("journal"))) {
            Path segment = files.filter(file -> file.toString().endsWith(".journal"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(segment);
            bytes[bytes.length / 2] ^= 1;
            Files.write(segment, bytes);
            return segment;
        }
    }
}
