package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The browser tells of new entries if a person turned that on, and only of what they chose. */
final class NotificationsTest {

    private static final int QUIET_MS = 10_000;
    private static final Pattern ON = Pattern.compile("Notify\\s+on");

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    private final List<WebSocket> closed = new ArrayList<>();

    /** Lets the page notify, and writes down what it does. */
    @BeforeEach
    void watchNotifications() {
        Page page = tailrace.page();
        page.context().grantPermissions(List.of("notifications"));
        page.context().addInitScript("""
                window.told = [];
                window.Notification = class extends Notification {
                  constructor(title, options) {
                    super(title, options);
                    told.push(`${title} | ${options.body}`);
                    window.newest = this;
                  }
                };
                """);
        page.onWebSocket(socket -> socket.onClose(closed::add));
    }

    @Test
    void theyAreOffUntilSomebodyTurnsThemOn() {
        Page page = tailrace.open("/");
        tailrace.sender().send("portal", "error", "m");
        assertThat(tailrace.tab().messages()).hasCount(1);
        ViewMenu.of(page).open("Notify");
        assertThat(page.locator("notify-panel")).containsText("Off.");
        assertThat(tailrace.tab().sockets()).isEqualTo(1);
        assertThat(told(page)).isEmpty();
    }

    @Test
    void theyTellOfTheirOwnFilterWhateverThePageShows() {
        Page page = tailrace.open("/?level=error");
        turnOn(page);
        assertThat(ViewMenu.of(page).button("Notify")).hasText(ON);
        tailrace.page()
                .evaluate("document.querySelector('view-menu').dispatchEvent(new CustomEvent('view-change',"
                        + " {bubbles: true, detail: {filter: {...document.querySelector('view-menu').view.filter,"
                        + " level: ['info']}}}))");

        tailrace.sender().send("portal", "info", "Shown");
        tailrace.sender().send("portal", "error", "\u001b[31mWatched\u001b[0m\nand its second line");
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Shown"});
        awaitTold(page, 1);
        assertThat(told(page)).containsExactly("New entry: level error | error portal: Watched");
        assertThat(page.locator("notify-panel")).containsText("On, for new entries that match: level error");
        assertThat(tailrace.tab().sockets()).isEqualTo(2);
    }

    @Test
    void whatComesSoonAfterOneIsSummedUp() {
        Page page = tailrace.page();
        page.clock().install();
        tailrace.open("/");
        turnOn(page);
        tailrace.sender().send("portal", "info", "First");
        awaitTold(page, 1);
        tailrace.sender().sendMany(500, "portal", "info", "More");
        assertThat(page.locator("notify-panel .matched")).hasText("501 entries so far.");
        assertThat(told(page)).hasSize(1);

        page.clock().fastForward(QUIET_MS);
        awaitTold(page, 2);
        assertThat(told(page)).element(1).asString().matches("500 entries: all entries \\| info portal: More \\d+");
    }

    @Test
    void aClickOpensTheEntryAmongThoseThatWereWatched() {
        Page page = tailrace.open("/?level=error");
        turnOn(page);
        tailrace.sender().send("portal", "error", "Watched");
        awaitTold(page, 1);
        page.evaluate("newest.dispatchEvent(new Event('click'))");
        assertThat(page).hasURL(Pattern.compile(".*[?&]entry=1$"));
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Watched"});
    }

    @Test
    void turnedOffTheyListenNoMore() {
        Page page = tailrace.open("/");
        turnOn(page);
        assertThat(tailrace.tab().sockets()).isEqualTo(2);
        page.locator("notify-panel").getByText("Turn off").click();
        assertThat(page.locator("notify-panel")).containsText("Off.");
        page.waitForCondition(() -> closed.size() == 1);
        tailrace.sender().send("portal", "info", "m");
        assertThat(tailrace.tab().messages()).hasCount(1);
        assertThat(told(page)).isEmpty();
    }

    @Test
    void theyGoOnWhenTheTabIsLoadedAgainAndEndWithIt() {
        Page page = tailrace.open("/?level=error");
        turnOn(page);
        page.reload();
        assertThat(ViewMenu.of(page).button("Notify")).hasText(ON);
        try (Page other = anotherTab()) {
            assertThat(ViewMenu.of(other).open("Notify")).containsText("Off.");
        }
    }

    @Test
    void keptOnesGoOnInOneOtherTabOnceThisIsClosed() {
        Page page = tailrace.open("/?level=error");
        turnOn(page);
        page.locator("notify-panel").getByLabel("Also after this tab is closed").check();
        try (Page other = anotherTab()) {
            assertThat(ViewMenu.of(other).open("Notify"))
                    .containsText("Another tab of this page tells of new entries that match: level error");
            page.close();
            assertThat(ViewMenu.of(other).button("Notify")).hasText(ON);
            assertThat(other.locator("notify-panel .matched")).hasText("None came so far.");

            other.locator("notify-panel").getByText("Turn off").click();
            assertThat(other.evaluate("localStorage.getItem('tailrace.notify')"))
                    .isNull();
        }
    }

    @Test
    void aBrowserThatBlocksThemIsSaidToAndHowToChangeThat() {
        Page page = tailrace.page();
        page.context().clearPermissions();
        tailrace.open("/");
        Locator panel = ViewMenu.of(page).open("Notify");
        if (panel.getByText("Notify me of").isEnabled()) {
            panel.getByText("Notify me of").click();
        }
        assertThat(panel.locator(".problem")).containsText("This browser blocks notifications of this page.");
        assertThat(panel.locator(".problem")).containsText("set Notifications to Allow");
        assertThat(panel.getByText("Notify me of")).isDisabled();
        assertThat(tailrace.tab().sockets()).isEqualTo(1);
    }

    /** Turns them on for what the page shows, and waits until nothing that comes from now on is missed. */
    private static void turnOn(Page page) {
        assertThat(tailrace.tab().state()).hasAttribute("data-state", "live");
        Locator panel = ViewMenu.of(page).open("Notify");
        panel.getByText("Notify me of").click();
        assertThat(panel.locator(".matched")).hasText("None came so far.");
    }

    /** The page in another tab of the same browser, connected. */
    private static Page anotherTab() {
        Page other = tailrace.page().context().newPage();
        other.navigate(tailrace.server().http("/").toString());
        assertThat(other.locator("#state")).hasAttribute("data-state", "live");
        return other;
    }

    private static void awaitTold(Page page, int count) {
        page.waitForFunction("count => told.length >= count", count);
    }

    private static List<String> told(Page page) {
        return ((List<?>) page.evaluate("told")).stream().map(String::valueOf).toList();
    }
}
