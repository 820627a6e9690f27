package io.tailrace.http.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Await;
import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.RawStream;
import io.tailrace.testing.RawWebSocket;
import io.tailrace.testing.ServerExtension;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a server says of itself once everything that it can do was asked of it, as Prometheus reads it. */
final class MetricsTest {

    private static final String ENTRY = "{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\"}";

    @RegisterExtension
    static final ServerExtension server =
            new ServerExtension(TestServer.with().maxClients(3).retentionMillis(86_400_000));

    private static String metrics = "";

    @BeforeAll
    static void useEverything() throws IOException {
        try (HttpSocket http = server.connect();
                RawWebSocket messages = RawWebSocket.v1(server.webSocket("/ws/logs?after=0"));
                RawWebSocket bare = RawWebSocket.plain(server.webSocket("/ws/logs"));
                RawStream events = RawStream.ask(server.http("/api/logs/stream"), "Accept: text/event-stream")) {
            assertThat(http.post(ENTRY).status()).isEqualTo(201);
            assertThat(http.post("no json").status()).isEqualTo(400);
            assertThat(http.post("[" + ENTRY + ",{}]").at("accepted")).isEqualTo(1L);
            messages.text("{\"type\":\"pause\"}");
            bare.readPlainIds(1);
            events.readEvent();
            for (String path : List.of(
                    "/",
                    "/health",
                    "/ready",
                    "/nothing",
                    "/api/logs",
                    "/api/logs/1",
                    "/api/logs/1/context",
                    "/api/logs/stats",
                    "/api/logs/histogram",
                    "/api/logs/values?field=service",
                    "/api/logs/export",
                    "/api/archive")) {
                assertThat(http.get(path).status()).as(path).isEqualTo(path.equals("/nothing") ? 404 : 200);
            }
            Await.until("it is archived", () -> server.metric("tailrace_archive_entries_total") > 0);
            metrics = http.get("/metrics").text();
        }
    }

    @Test
    void eachSaysWhatItIs() {
        Map<String, String> help = metrics.lines()
                .filter(line -> line.startsWith("# HELP "))
                .map(line -> line.split(" ", 4))
                .collect(Collectors.toMap(parts -> parts[2], parts -> parts.length > 3 ? parts[3] : ""));
        List<String> typed = metrics.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", 4)[2])
                .toList();

        assertThat(typed).hasSizeGreaterThan(50);
        assertThat(typed.stream().filter(name -> help.getOrDefault(name, "").isBlank()))
                .as("metrics without a description")
                .isEmpty();
    }

    /** Promtool comes with Debian's package prometheus. */
    @Test
    void promtoolHasNothingToSay(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("metrics"), metrics);
        Process promtool = new ProcessBuilder(promtool(), "check", "metrics")
                .redirectErrorStream(true)
                .redirectInput(file.toFile())
                .start();

        assertThat(new String(promtool.getInputStream().readAllBytes(), UTF_8)).isEmpty();
        assertThat(promtool.waitFor()).isZero();
    }

    private static String promtool() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, "promtool"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no promtool on the path: install Prometheus"))
                .toString();
    }
}
