package io.tailrace.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.tailrace.http.answer.AnswerBudget;
import io.tailrace.http.ops.OpsRoutes;
import io.tailrace.http.ops.Readiness;
import io.tailrace.http.page.PageRoute;
import io.tailrace.testing.Await;
import io.tailrace.testing.Gate;
import io.tailrace.testing.MutedLog;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the event loops when something on them breaks or does not return. */
final class EventLoopsTest {

    private final PrometheusMeterRegistry meters = ProcessMeters.registry();
    private final AtomicInteger ends = new AtomicInteger();
    private final Faults faults = new Faults(meters, ends::incrementAndGet);

    /** Asked on the loop of whoever asks whether the server is ready. */
    private volatile Supplier<Optional<String>> check = Optional::empty;

    private OpsRoutes ops;
    private EventLoops loops;

    @BeforeEach
    void start(@TempDir Path data) throws IOException {
        ServerConfig config = TestServer.with().config(data);
        ops = new OpsRoutes("0", new Readiness(List.of(() -> check.get(), this::blockedLoop)), meters, faults);
        loops = new EventLoops(
                config,
                new Routes.Shared(
                        config.access(),
                        ops,
                        new PageRoute(
                                () -> {
                                    throw new IOException("the page is gone");
                                },
                                TreeMap::new),
                        new Connections(config.listen(), meters),
                        new AnswerBudget(config.listen().maxAnswerBytes(), meters),
                        faults,
                        meters));
        loops.listen();
        loops.awaitListening();
    }

    @AfterEach
    void stop() throws IOException {
        loops.close();
        ops.close();
    }

    private Optional<String> blockedLoop() {
        return loops.allLive() ? Optional.empty() : Optional.of("an event loop is blocked");
    }

    @Test
    void aHandlerThatThrowsIsAnsweredAndCountedAndEverythingElseGoesOn() throws IOException {
        try (MutedLog _ = MutedLog.of(Faults.class)) {
            check = () -> {
                throw new IllegalStateException("broken");
            };
            assertThat(ask("/ready")).startsWith("HTTP/1.1 500").contains("\"code\":\"internal\"");
            check = () -> {
                throw new StackOverflowError();
            };
            assertThat(ask("/ready")).startsWith("HTTP/1.1 500").contains("\"code\":\"internal\"");
            assertThat(ask("/")).startsWith("HTTP/1.1 500").contains("\"code\":\"internal\"");
        }
        assertThat(faultsAt(Seam.REQUEST)).isEqualTo(3);
        assertThat(ends).hasValue(0);
        check = Optional::empty;
        assertThat(ask("/ready")).startsWith("HTTP/1.1 200");
        assertThat(ask("/health")).startsWith("HTTP/1.1 200");
    }

    @Test
    void memoryThatRunsOutInAHandlerEndsTheProcess() throws IOException {
        try (MutedLog _ = MutedLog.of(Faults.class)) {
            check = () -> {
                throw new OutOfMemoryError("Cannot reserve direct buffer memory");
            };
            assertThat(ask("/ready")).startsWith("HTTP/1.1 500");
        }
        assertThat(ends).hasValue(1);
    }

    @Test
    void aLoopThatDoesNotComeRoundMakesTheServerUnready() throws Exception {
        Gate gate = new Gate();
        check = () -> {
            check = Optional::empty;
            gate.pass();
            return Optional.empty();
        };
        try (Socket stuck = say("/ready")) {
            gate.awaitArrival();
            assertThat(loops.allLive()).as("at first").isTrue();
            Await.until("the blocked loop is noticed", () -> !loops.allLive());
            assertThat(blockedLoop()).isPresent();

            gate.open();
            assertThat(new String(stuck.getInputStream().readAllBytes(), UTF_8)).startsWith("HTTP/1.1 ");
            Await.until("the loop is well again", loops::allLive);
        }
        assertThat(ask("/ready")).startsWith("HTTP/1.1 200");
    }

    private double faultsAt(Seam seam) {
        return meters.get("tailrace.faults").tag("seam", seam.text()).counter().count();
    }

    private String ask(String path) throws IOException {
        try (Socket socket = say(path)) {
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private Socket say(String path) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), loops.port());
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes(UTF_8));
        return socket;
    }
}
