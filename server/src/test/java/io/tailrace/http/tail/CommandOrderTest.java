package io.tailrace.http.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.LogSender;
import io.tailrace.testing.RawWebSocket;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * That whatever a client commands, in whatever packets, each entry that it wants comes once and in order, what is left out
 * is counted exactly, and each change of its filter has one point in the log. {@link ExpectedStream} knows what must come.
 */
final class CommandOrderTest {

    private static final int ENTRIES = 600;
    private static final AtomicInteger MARKS = new AtomicInteger();

    private static Path data = Path.of("");
    private static @Nullable TestServer server;
    private static @Nullable LogSender sender;

    private static TestServer server() {
        return Objects.requireNonNull(server);
    }

    private static LogSender sender() {
        return Objects.requireNonNull(sender);
    }

    @BeforeContainer
    static void start() throws IOException {
        data = Files.createTempDirectory("command-order");
        // So small a tail that the older half lies in the archive.
        server = TestServer.with().hotTailBytes(64 << 10).forceEachCommit(false).start(data);
        sender = new LogSender(server().http("/api/logs"));
        for (int id = 1; id <= ENTRIES; id++) {
            sender().send(ExpectedStream.serviceOf(id), "info", "x".repeat(200));
        }
    }

    @AfterContainer
    static void stop() throws IOException {
        sender().close();
        server().close();
        try (var files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        }
    }

    /** What a client sends, and how many of its messages go in one write. */
    record Script(String start, List<String> commands, List<Integer> writes) {}

    @Provide
    Arbitrary<Script> scripts() {
        Arbitrary<String> start = Arbitraries.of("", "?last=7", "?last=300", "?after=0", "?after=550", "?since=1h");
        Arbitrary<Integer> ids = Arbitraries.integers().between(0, ENTRIES);
        Arbitrary<String> command = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of("{\"service\":\"a\"}", "{\"service\":\"b\"}", "{}")),
                Tuple.of(2, Arbitraries.of("{\"type\":\"pause\"}", "{\"type\":\"resume\"}")),
                Tuple.of(2, Arbitraries.just("{\"type\":\"seek\",\"to\":\"live\"}")),
                Tuple.of(2, ids.map(id -> "{\"type\":\"seek\",\"to\":\"" + id + "\"}")),
                Tuple.of(
                        1,
                        Arbitraries.of(0, 50, 100_000)
                                .map(rate -> "{\"type\":\"rate\",\"max_per_second\":" + rate + "}")));
        return Combinators.combine(
                        start,
                        command.list().ofMinSize(1).ofMaxSize(25),
                        Arbitraries.integers().between(1, 9).list().ofSize(25))
                .as(Script::new);
    }

    @Property(tries = 150)
    void whateverIsCommandedEachEntryComesOnceAndEachChangeHasOnePoint(@ForAll("scripts") Script script)
            throws IOException {
        try (RawWebSocket client = RawWebSocket.v1(server().webSocket("/ws/logs" + script.start))) {
            int sent = 0;
            for (int write : script.writes) {
                int end = Math.min(script.commands.size(), sent + write);
                client.texts(script.commands.subList(sent, end));
                sent = end;
            }
            String mark = "mark-" + MARKS.incrementAndGet();
            List<String> end = List.of(
                    "{\"type\":\"rate\",\"max_per_second\":0}",
                    "{\"type\":\"resume\"}",
                    "{\"type\":\"seek\",\"to\":\"live\"}",
                    "{\"service\":\"" + mark + "\"}");
            client.texts(end);
            List<String> commands = new ArrayList<>(script.commands);
            commands.addAll(end);

            ExpectedStream expected = new ExpectedStream(commands, id -> id <= ENTRIES);
            Map<String, Object> message = client.readJson();
            while (!expected.take(message)) {
                message = client.readJson();
            }
            sender().send(mark, "info", "the end");
            Map<String, Object> last = client.readUntil("entries");
            assertThat(String.valueOf(last.get("entries"))).contains(mark).containsOnlyOnce("id=");
        }
    }
}
