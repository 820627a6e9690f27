package io.tailrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Await;
import io.tailrace.testing.Json;
import io.tailrace.testing.ServerProcess;
import io.tailrace.testing.TailSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That a server may be ended while retention is at work. */
@Timeout(180)
final class RetentionKillTest {

    private static final int ROUNDS = 4;

    @TempDir
    Path directory;

    @Test
    void noIdIsGivenTwiceAndNothingAboveTheEdgeIsMissingHoweverOftenTheServerIsKilled() throws Exception {
        Map<Long, String> acknowledged = new HashMap<>();
        long highest = 0;
        // Short times, so that retention follows close behind the writers whenever it is killed.
        try (ServerProcess server = ServerProcess.start(
                directory, "--archive-interval-ms", "20", "--retention-age", "1s", "--durability", "async")) {
            for (int round = 0; round < ROUNDS; round++) {
                try (Load load = Load.on(server, 2, "round-" + round)) {
                    load.await(1);
                    awaitEdgeAbove(server, load.highestAcknowledgedSoFar());
                    server.kill();
                    Map<Long, String> now = load.awaitEnd();
                    assertThat(acknowledged.keySet()).doesNotContainAnyElementsOf(now.keySet());
                    acknowledged.putAll(now);
                    highest = now.keySet().stream().max(Long::compare).orElse(highest);
                }
                server.restart();
                assertKeptFromTheEdgeOn(server, acknowledged, highest);
            }
        }
    }

    /** Waits until retention has removed more than all up to this id. */
    private static void awaitEdgeAbove(ServerProcess server, long id) {
        Await.until("the edge is above " + id, () -> edgeOf(server) > id + 1);
    }

    private static long edgeOf(ServerProcess server) {
        try (TailSocket socket = TailSocket.open(server.webSocket("/ws/logs"))) {
            return idOf(Json.at(Json.parse(socket.await("hello")), "first"));
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("interrupted while the edge is asked for", interrupted);
        }
    }

    private static long idOf(Object position) {
        String text = String.valueOf(position);
        return Long.parseLong(text.substring(text.lastIndexOf('-') + 1));
    }

    private static void assertKeptFromTheEdgeOn(ServerProcess server, Map<Long, String> acknowledged, long highest)
            throws InterruptedException {
        Map<Long, String> read = new TreeMap<>();
        long next = 1;
        try (TailSocket socket = TailSocket.open(server.webSocket("/ws/logs?after=0"))) {
            while (next <= highest) {
                Object message = Json.parse(socket.next());
                switch ((String) Json.at(message, "type")) {
                    case "gap" -> {
                        assertThat(Json.at(message, "from")).isEqualTo(next);
                        next = (Long) Json.at(message, "to") + 1;
                    }
                    case "entries" -> {
                        for (Object entry : (List<?>) Json.at(message, "entries")) {
                            assertThat(Json.at(entry, "id")).isEqualTo(next);
                            read.put(next++, (String) Json.at(entry, "message"));
                        }
                    }
                    default -> {
                        // Heartbeats and the hello say where it stands, not what there is.
                    }
                }
            }
        }
        read.forEach((id, message) ->
                assertThat(acknowledged.getOrDefault(id, message)).isEqualTo(message));
    }
}
