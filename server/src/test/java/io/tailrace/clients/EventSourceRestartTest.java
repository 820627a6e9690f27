package io.tailrace.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.page.Chromium;
import io.tailrace.proxy.NginxProcess;
import io.tailrace.testing.Await;
import io.tailrace.testing.LogSender;
import io.tailrace.testing.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Over a crash of the server each {@code EventSource} comes back by itself, from where it was: a browser's, npm's
 * {@code eventsource} and undici's, which is Node's own. All of them read the same log at once.
 *
 * <p>undici's gives up by its own fault when its connection is refused, which happens only without a proxy; there its script
 * opens another one from the last id.
 */
@Timeout(240)
final class EventSourceRestartTest {

    private static final String STREAM = "/api/logs/stream?after=0";

    /** Failures of a client since the kill, the broken stream among them: so it has tried in vain at least twice. */
    private static final int FAILURES = 3;

    private static final String UNDICI = "undici.js";

    @Test
    void everyEventSourceComesBackByItselfToTheServer(@TempDir Path data) throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(data)) {
            readOverACrash(server, server.http("/"), List.of(UNDICI));
        }
    }

    @Test
    void everyEventSourceComesBackByItselfThroughNginx(@TempDir Path data, @TempDir Path prefix)
            throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(data);
                NginxProcess nginx = NginxProcess.start(prefix, server.port())) {
            readOverACrash(server, nginx.http("/"), List.of());
        }
    }

    private static void readOverACrash(ServerProcess server, URI root, List<String> givesUp)
            throws IOException, InterruptedException {
        URI stream = root.resolve(STREAM);
        try (Chromium chromium = Chromium.open();
                Printed browser = BrowserEvents.open(chromium, stream);
                Printed npm = NodeClient.start("eventsource.js", stream);
                Printed undici = NodeClient.start(UNDICI, stream);
                LogSender sender = new LogSender(server.http("/api/logs"))) {
            List<Printed> clients = List.of(browser, npm, undici);
            sender.sendMany(100, "portal", "info", "before");
            awaitIds(clients, 100);

            server.kill();
            for (Printed client : clients) {
                Await.until(
                        client + " tries in vain", () -> client.count("error") + client.count("closed") >= FAILURES);
                if (!givesUp.contains(client.toString())) {
                    assertThat(client.lines()).as(client.toString()).doesNotContain("closed");
                }
            }
            server.restart();
            sender.sendMany(100, "portal", "info", "as soon as it is up");
            awaitIds(clients, 200);
            sender.sendMany(100, "portal", "info", "after");
            awaitIds(clients, 300);
        }
    }

    /** Waits for entries at each client, and holds it to each of them having come once and in order. */
    private static void awaitIds(List<Printed> clients, long last) {
        List<Long> all = LongStream.rangeClosed(1, last).boxed().toList();
        for (Printed client : clients) {
            try {
                Await.until(client + " reads " + last, () -> client.ids().contains(last));
            } catch (AssertionError missing) {
                throw new AssertionError(client + " told: " + client.lines(), missing);
            }
            assertThat(client.ids()).as(client.toString()).isEqualTo(all);
            assertThat(client.lines()).as(client.toString()).doesNotContain("gap");
        }
    }
}
