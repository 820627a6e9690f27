package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.LogSender;
import io.tailrace.testing.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an open page keeps through a crash of the server. Needs a Chromium on the machine. */
final class PageResumeTest {

    @Test
    void aKilledServerLeavesNoGapAndNoDuplicate(@TempDir Path data) {
        try (ServerProcess server = ServerProcess.start(data);
                LogSender sender = new LogSender(server.http("/api/logs"));
                Chromium chromium = Chromium.open();
                OpenPage tab = OpenPage.in(chromium)) {
            tab.open(server.http("/"));
            killAndRestartWhileEntriesCome(server, sender, tab);
            sender.send("portal", "info", "The last");
            assertThat(tab.messages().last()).hasText("The last");

            List<Long> ids = tab.shownIds();
            assertThat(ids)
                    .isEqualTo(LongStream.rangeClosed(1, ids.size()).boxed().toList());
            assertThat(tab.notes()).hasCount(0);
            assertThat(tab.complaints()).isEmpty();
        }
    }

    private static void killAndRestartWhileEntriesCome(ServerProcess server, LogSender sender, OpenPage tab) {
        try (ScheduledExecutorService application = Executors.newSingleThreadScheduledExecutor()) {
            Future<?> _ = application.scheduleWithFixedDelay(() -> sendIfServed(sender), 0, 20, TimeUnit.MILLISECONDS);
            assertThat(tab.messages().nth(30)).isVisible();
            server.kill();
            assertThat(tab.state()).hasAttribute("data-state", Pattern.compile("reconnecting|connecting"));
            server.restart();
            int shown = tab.messages().count();
            assertThat(tab.messages().nth(shown + 30)).isVisible();
        }
    }

    private static void sendIfServed(LogSender sender) {
        try {
            sender.send("portal", "info", "Entry");
        } catch (RuntimeException e) {
            // The server is away; the next entry may find it again.
        }
    }
}
