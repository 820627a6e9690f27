package io.tailrace.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Await;
import io.tailrace.testing.LogSender;
import io.tailrace.testing.ServerExtension;
import io.tailrace.testing.TestServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * WebSocket clients with the limits that they have when nobody sets any take every message of {@code tailrace.v1}: what is
 * in the log, and what comes while they read.
 */
@Timeout(120)
final class DefaultLimitsTest {

    private static final int LARGE = 50_000;
    private static final int BURST = 200;

    @RegisterExtension
    static final ServerExtension server =
            new ServerExtension(TestServer.with().forceEachCommit(false).hotTailBytes(128 << 20));

    private static long posted;

    /** How to open a client. */
    @FunctionalInterface
    interface Opening {
        Printed open(URI address) throws Exception;
    }

    static List<Named<Opening>> clients() {
        return List.of(
                Named.of("Netty", NettyClient::open),
                Named.of("Jetty", JettyClient::open),
                Named.of("JDK", JdkClient::open),
                Named.of("npm ws", address -> NodeClient.start("ws.js", address)));
    }

    @BeforeAll
    static void fill() {
        post();
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aClientWithItsOwnLimitsReadsEachEntryOnce(Opening opening) throws Exception {
        try (Printed client = opening.open(server.webSocket("/ws/logs?after=0"))) {
            awaitAll(client);
            post();
            awaitAll(client);
            assertThat(client.lines()).contains("hello", "entries").noneMatch(line -> line.startsWith("error"));
        }
    }

    private static void awaitAll(Printed client) {
        long last = posted;
        Await.until("entry " + last, () -> client.ids().contains(last));
        assertThat(client.ids())
                .isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
    }

    /** A burst of large entries, then entries of all sizes that fit into a message beside what is around them. */
    private static void post() {
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < BURST; i++) {
            sizes.add(LARGE);
        }
        Random random = new Random(11);
        for (int i = 0; i < BURST; i++) {
            sizes.add(1 + random.nextInt(1 << (6 + random.nextInt(10))));
        }
        for (int size = 59_000; size < 60_000; size += 50) {
            sizes.add(size);
            sizes.add(30_000 + size % 1000);
        }
        LogSender sender = server.sender();
        for (int from = 0; from < sizes.size(); from += 20) {
            StringBuilder batch = new StringBuilder("[");
            for (int size : sizes.subList(from, from + 20)) {
                batch.append(batch.length() > 1 ? "," : "")
                        .append("{\"service\":\"s\",\"level\":\"info\",\"message\":\"")
                        .repeat('x', size)
                        .append("\"}");
            }
            sender.send(batch.append(']').toString());
        }
        posted += sizes.size();
    }
}
