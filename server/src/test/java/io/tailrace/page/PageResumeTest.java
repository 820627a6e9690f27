package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.tailrace.testing.Await;
import io.tailrace.testing.Json;
import io.tailrace.testing.LogSender;
import io.tailrace.testing.ServerProcess;
import io.tailrace.testing.TailSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an open page keeps through a crash of the server, and what it says when it cannot keep it. */
final class PageResumeTest {

    private static final String QUESTIONS = "**/api/**";
    private static final Pattern AWAY = Pattern.compile("reconnecting|connecting");

    @TempDir
    Path data;

    @Test
    void aKilledServerLeavesNoGapAndNoDuplicate() {
        try (ServerProcess server = ServerProcess.start(data);
                LogSender sender = new LogSender(server.http("/api/logs"));
                Chromium chromium = Chromium.open();
                OpenPage tab = OpenPage.in(chromium)) {
            tab.open(server.http("/"));
            killAndRestartWhileEntriesCome(server, sender, tab);
            sender.send("portal", "info", "The last");
            assertThat(tab.messages().last()).hasText("The last");

            List<Long> ids = tab.readThrough();
            assertThat(ids)
                    .isEqualTo(LongStream.rangeClosed(1, ids.size()).boxed().toList());
            assertThat(tab.notes()).hasCount(0);
            assertThat(tab.complaints()).isEmpty();
        }
    }

    /** Firefox lets a socket wait for up to a minute after others failed. */
    @Test
    void noSocketIsTriedInVainWhileTheServerIsAway() {
        try (ServerProcess server = ServerProcess.start(data);
                LogSender sender = new LogSender(server.http("/api/logs"));
                Chromium chromium = Chromium.open();
                OpenPage tab = OpenPage.in(chromium)) {
            AtomicInteger inVain = new AtomicInteger();
            tab.page().onRequestFailed(request -> inVain.addAndGet(request.url().endsWith("/health") ? 1 : 0));
            tab.open(server.http("/"));
            assertThat(tab.state()).hasText("Following");
            server.kill();
            tab.page().waitForCondition(() -> inVain.get() >= 3);
            assertThat(tab.state()).hasAttribute("data-state", "reconnecting");
            assertThat(tab.sockets()).isEqualTo(1);

            server.restart();
            assertThat(tab.state()).hasText("Following");
            sender.send("portal", "info", "Back");
            assertThat(tab.messages()).hasText(new String[] {"Back"});
            assertThat(tab.sockets()).isEqualTo(2);
        }
    }

    @Test
    void entriesThatAreNotKeptAnyMoreAreARowOfTheirOwn() {
        try (ServerProcess server = ServerProcess.start(data, "--archive-interval-ms", "20", "--retention-age", "1s");
                LogSender sender = new LogSender(server.http("/api/logs"));
                Chromium chromium = Chromium.open();
                OpenPage tab = OpenPage.in(chromium)) {
            tab.open(server.http("/"));
            assertThat(tab.state()).hasText("Following");
            tab.page().keyboard().press("Space");
            sender.sendMany(100, "portal", "info", "Meanwhile");
            Await.until("the entries are removed", () -> edge(server) >= 100);

            tab.page().keyboard().press("Space");
            assertThat(tab.page().locator(".note[data-kind=gap]"))
                    .hasText("Ids 1 to 100 are gone: older than what this log keeps.");
        }
    }

    @Test
    void anotherLogIsToldApartAndReadFromItsFirstEntry() throws IOException {
        try (ServerProcess server = ServerProcess.start(data);
                LogSender sender = new LogSender(server.http("/api/logs"));
                Chromium chromium = Chromium.open();
                OpenPage tab = OpenPage.in(chromium)) {
            sender.sendMany(3, "portal", "info", "Of the old log");
            tab.open(server.http("/"));
            assertThat(tab.messages().last()).hasText("Of the old log 3");
            server.kill();
            empty(data);
            server.restart();
            sender.send("portal", "info", "Of the new log");

            assertThat(tab.messages()).hasText(new String[] {"Of the new log"});
            assertThat(tab.notes()).hasText("This is another log than before. It begins here, at its first entry.");
        }
    }

    /** Chart, chips and first run are of the log that is there, at once and not after their own time. */
    @Test
    void anotherLogIsCountedAnewAndShownHowToFillIfItIsEmpty() throws IOException {
        try (ServerProcess server = ServerProcess.start(data);
                LogSender sender = new LogSender(server.http("/api/logs"));
                Chromium chromium = Chromium.open();
                OpenPage tab = OpenPage.in(chromium)) {
            sender.sendMany(30, "before", "error", "Old");
            tab.open(server.http("/"));
            assertThat(tab.page().locator("time-histogram .summary")).containsText("30 entries");
            assertThat(chip(tab, "before")).isVisible();

            server.kill();
            empty(data);
            server.restart();
            assertThat(tab.page().locator("first-entry")).isVisible();
            assertThat(chip(tab, "before")).hasCount(0);

            sender.send("after", "info", "New");
            assertThat(tab.messages()).hasText(new String[] {"New"});
            assertThat(tab.page().locator("first-entry")).isHidden();
            assertThat(tab.page().locator("time-histogram .summary")).containsText("1 entry in the last 15 min");
            assertThat(chip(tab, "after")).isVisible();
        }
    }

    private static Locator chip(OpenPage tab, String service) {
        return tab.page().locator("filter-bar .chips button").filter(new Locator.FilterOptions().setHasText(service));
    }

    @Test
    void whatHasToBeTriedAgainIsSaid() {
        try (ServerProcess server = ServerProcess.start(data);
                LogSender sender = new LogSender(server.http("/api/logs"));
                Chromium chromium = Chromium.open();
                OpenPage tab = OpenPage.in(chromium)) {
            sender.sendMany(1000, "portal", "info", "Entry");
            tab.open(server.http("/"));
            assertThat(tab.messages().last()).hasText("Entry 1000");
            // The server is away for questions only: when its stream comes back, the page tries again by itself.
            tab.page().route(QUESTIONS, route -> route.abort("connectionfailed"));
            tab.page().keyboard().press("g");
            assertThat(tab.page().locator(".edge").last())
                    .hasText(
                            Pattern.compile("Newer entries did not come\\. The server cannot be reached\\. Try again"));

            tab.page().unroute(QUESTIONS);
            tab.page().locator(".edge button").click();
            assertThat(tab.messages().first()).hasText("Entry 1");
            assertThat(tab.state()).hasText("Reading");
        }
    }

    private static void killAndRestartWhileEntriesCome(ServerProcess server, LogSender sender, OpenPage tab) {
        try (ScheduledExecutorService application = Executors.newSingleThreadScheduledExecutor()) {
            Future<?> _ = application.scheduleWithFixedDelay(() -> sendIfServed(sender), 0, 20, TimeUnit.MILLISECONDS);
            awaitLater(tab, 30);
            server.kill();
            assertThat(tab.state()).hasAttribute("data-state", AWAY);
            server.restart();
            awaitLater(tab, 30);
        }
    }

    /** Waits until the newest entry in sight is so many later than now. */
    private static void awaitLater(OpenPage tab, int entries) {
        String newest = "Number([...document.querySelectorAll('.entry')].at(-1)?.dataset.id ?? 0)";
        Object now = tab.page().evaluate("() => " + newest);
        tab.page().waitForFunction("(id) => " + newest + " >= id", ((Number) now).doubleValue() + entries);
    }

    private static void sendIfServed(LogSender sender) {
        try {
            sender.send("portal", "info", "Entry");
        } catch (RuntimeException e) {
            // The server is away; the next entry may find it again.
        }
    }

    /** The id up to which entries were removed. */
    private static long edge(ServerProcess server) {
        try (TailSocket socket = TailSocket.open(server.webSocket("/ws/logs"))) {
            String first = String.valueOf(Json.at(Json.parse(socket.await("hello")), "first"));
            return Long.parseLong(first.substring(first.lastIndexOf('-') + 1));
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("interrupted while the edge is asked for", interrupted);
        }
    }

    private static void empty(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(directory)) {
                    Files.delete(file);
                }
            }
        }
    }
}
