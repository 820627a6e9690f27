package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.tailrace.testing.LogSender;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person who opens {@code /} can rely on. Needs a Chromium on the machine. */
final class PageTest {

    private static Chromium chromium;

    private TestServer server;
    private LogSender sender;
    private OpenPage tab;

    @BeforeAll
    static void openBrowser() {
        chromium = Chromium.open();
    }

    @BeforeEach
    void startServer(@TempDir Path data) throws IOException {
        server = TestServer.start(data);
        sender = new LogSender(server.http("/api/logs"));
        tab = OpenPage.in(chromium);
    }

    @AfterEach
    void endServer() throws IOException {
        List<String> complaints = tab.complaints();
        tab.close();
        sender.close();
        server.close();
        assertThat(complaints).isEmpty();
    }

    @AfterAll
    static void closeBrowser() {
        chromium.close();
    }

    @Test
    void entriesAppearAsTheyAreSent() {
        sender.send("portal", "info", "Before the page was opened");
        open("/");
        assertThat(tab.messages()).hasText(new String[] {"Before the page was opened"});
        assertThat(tab.state()).hasText("Live");

        sender.send("portal", "warn", "While it is open");
        assertThat(tab.messages()).hasText(new String[] {"Before the page was opened", "While it is open"});
        assertThat(tab.page().locator(".entry").last()).hasAttribute("data-level", "warn");
    }

    @Test
    void anEmptyLogSaysHowToSendTheFirstEntry() {
        open("/");
        assertThat(tab.page().locator("#curl")).containsText("127.0.0.1:" + server.port() + "/api/logs");
        assertThat(tab.page().locator("#send")).containsText("127.0.0.1:" + server.port());

        sender.send("portal", "info", "First");
        assertThat(tab.messages()).hasText(new String[] {"First"});
        assertThat(tab.page().locator("#empty")).isHidden();
    }

    @Test
    void aFilterHoldsFromHereOnWithoutANewConnection() {
        sender.send("billing", "info", "Before");
        open("/");
        assertThat(tab.messages()).hasText(new String[] {"Before"});

        tab.service().fill("portal");
        tab.page().keyboard().press("Enter");
        assertThat(tab.notes()).hasText(Pattern.compile("From here on: service portal\\. .*"));
        sender.send("billing", "info", "Of another service");
        sender.send("portal", "info", "Of the service");
        assertThat(tab.messages()).hasText(new String[] {"Before", "Of the service"});

        tab.level("error").click();
        assertThat(tab.notes().last()).hasText(Pattern.compile("From here on: service portal, level error\\. .*"));
        sender.send("portal", "info", "Of another level");
        sender.send("portal", "error", "Of service and level");
        assertThat(tab.messages()).hasText(new String[] {"Before", "Of the service", "Of service and level"});
        assertThat(tab.sockets()).isEqualTo(1);

        tab.page().reload();
        assertThat(tab.messages()).hasText(new String[] {"Of service and level"});
        assertThat(tab.service()).hasValue("portal");
    }

    @Test
    void whatALogHoldsIsOnlyEverText() {
        open("/");
        sender.send("<b>bold</b>", "info", "<img src=x onerror=\"document.title = 'owned'\">");
        sender.send("portal", "info", "<script>document.title = 'owned'</script>");
        sender.send("portal", "info", "safe.\u202Efdp.exe\u202C");
        sender.send("portal", "info", "\u001b[2J\u0000gone\u200b");
        sender.send("{\"service\":\"portal\",\"level\":\"info\",\"message\":\"m\",\"tags\":[\"<i>\"],"
                + "\"metadata\":{\"<u>\":\"<s>\"}}");

        assertThat(tab.messages()).hasText(new String[] {
            "<img src=x onerror=\"document.title = 'owned'\">",
            "<script>document.title = 'owned'</script>",
            "safe.‹U+202E›fdp.exe‹U+202C›",
            "^[[2J^@gone‹U+200B›",
            "m #<i> <u>=<s>"
        });
        assertThat(tab.page().locator(".service").first()).hasText("<b>bold</b>");
        assertThat(tab.page().locator("#entries :is(img, script, b, i, u, s)")).hasCount(0);
        assertThat(tab.page()).hasTitle("Tailrace");
    }

    @Test
    void aPausedPageStandsStillAndGoesOnWhereItStood() {
        sender.send("portal", "info", "Before");
        open("/");
        assertThat(tab.state()).hasText("Live");
        tab.page().keyboard().press("Space");
        assertThat(tab.state()).hasAttribute("data-state", "paused");

        sender.send("portal", "info", "Meanwhile");
        try (OpenPage another = OpenPage.in(chromium)) {
            another.open(server.http("/"));
            assertThat(another.messages()).hasText(new String[] {"Before", "Meanwhile"});
        }
        assertThat(tab.messages()).hasText(new String[] {"Before"});

        tab.page().keyboard().press("Space");
        assertThat(tab.messages()).hasText(new String[] {"Before", "Meanwhile"});
        assertThat(tab.state()).hasText("Live");
    }

    @Test
    void aFloodIsThinnedToItsNewestAndThePageSaysSo() {
        open("/");
        assertThat(tab.state()).hasText("Live");
        Locator skips = tab.page().locator(".note[data-kind=skipped]");
        for (int wave = 0; wave < 200 && skips.count() == 0; wave++) {
            sender.sendMany(1000, "portal", "info", "Wave " + wave);
        }
        assertThat(skips.first()).hasText(Pattern.compile("[\\d,]+ entries left out: .*"));

        sender.send("portal", "info", "After the flood");
        assertThat(tab.messages().last()).hasText("After the flood");
        assertThat(tab.state()).hasText("Live");
        assertThat(tab.shownIds()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void theListIsBoundedAndSaysWhatLeftIt() {
        open("/");
        assertThat(tab.page().locator("#empty")).isVisible();
        tab.page().evaluate("""
                async () => {
                  const { EntryList } = await import('/entry-list.js');
                  const entry = { timestamp: '2026-11-22T10:30:00.123456Z', service: 's', level: 'info', tags: [], metadata: {} };
                  const entries = Array.from({ length: 1500 }, (_, i) => ({ ...entry, id: i + 1, message: `${i + 1}` }));
                  const list = new EntryList();
                  list.append(entries.slice(0, 900));
                  requestAnimationFrame(() => list.append(entries.slice(900)));
                }
                """);
        assertThat(tab.messages().last()).hasText("1500");
        assertThat(tab.page().locator(".entry")).hasCount(1000);
        assertThat(tab.page().locator("#count"))
                .hasText("The newest 1,000 rows; 500 older ones left this page, not the log");
    }

    @Test
    void aReaderWhoScrolledUpKeepsTheirPlace() {
        sender.sendMany(150, "portal", "info", "Old");
        open("/");
        assertThat(tab.messages().last()).hasText("Old 150");
        tab.page().hover("#view");
        tab.page().mouse().wheel(0, -600);
        assertThat(tab.page().locator("#newest")).isVisible();
        Object place = tab.page().evaluate("document.getElementById('view').scrollTop");

        sender.sendMany(20, "portal", "info", "New");
        assertThat(tab.messages().last()).hasText("New 20");
        assertThat(tab.page().evaluate("document.getElementById('view').scrollTop"))
                .isEqualTo(place);

        tab.page().click("#newest");
        assertThat(tab.messages().last()).isInViewport();
    }

    @Test
    void aRefusedFilterSaysWhyAndAnotherOneConnects() {
        sender.send("portal", "info", "Here");
        open("/?level=loud");
        assertThat(tab.state()).hasAttribute("data-state", "refused");
        assertThat(tab.state()).hasText(Pattern.compile("Not connected\\. .*loud.*"));

        tab.level("info").click();
        assertThat(tab.messages()).hasText(new String[] {"Here"});
    }

    @Test
    void aSlashLeadsToTheFilter() {
        open("/");
        tab.page().keyboard().press("/");
        assertThat(tab.service()).isFocused();
        tab.page().keyboard().type("a b");
        assertThat(tab.service()).hasValue("a b");
        tab.page().keyboard().press("Escape");
        assertThat(tab.service()).not().isFocused();
    }

    @Test
    void aPhoneShowsItAllWithoutScrollingSideways() {
        tab.page().setViewportSize(360, 640);
        sender.send("portal-with-a-long-name", "fatal", "x".repeat(500));
        open("/");
        assertThat(tab.messages()).hasCount(1);
        assertThat(tab.page().evaluate("document.documentElement.scrollWidth")).isEqualTo(360);
        assertThat(tab.page().evaluate("document.getElementById('view').scrollWidth <= 360"))
                .isEqualTo(true);
    }

    private void open(String path) {
        tab.open(server.http(path));
    }
}
