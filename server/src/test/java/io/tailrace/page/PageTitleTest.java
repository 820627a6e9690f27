package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the browser's tab tells of a page that nobody looks at, by its title and its icon. */
final class PageTitleTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    @Test
    void itTellsTheFilterAndThePause() {
        tailrace.sender().send("portal", "info", "m");
        Page page = tailrace.open("/?service=portal");
        assertThat(tailrace.tab().state()).hasText("Following");
        assertThat(page).hasTitle("service portal · Tailrace");
        assertThat(icon()).hasAttribute("href", Pattern.compile("/icon\\.svg$"));

        page.keyboard().press("Space");
        assertThat(page).hasTitle("Paused · service portal · Tailrace");
        iconIs("icon-paused.svg");
        page.keyboard().press("Space");
        assertThat(page).hasTitle("service portal · Tailrace");
        iconIs("icon.svg");

        tailrace.open("/");
        assertThat(page).hasTitle("Tailrace");
    }

    @Test
    void itTellsThatThePageIsNotConnected() {
        Page page = tailrace.open("/?level=loud");
        assertThat(tailrace.tab().state()).hasAttribute("data-state", "refused");
        assertThat(page).hasTitle(Pattern.compile("^Not connected · .*loud.* · Tailrace$"));
        iconIs("icon-away.svg");
    }

    @Test
    void itCountsTheErrorsThatCameWhileNobodyLooked() {
        tailrace.sender().send("portal", "error", "Seen");
        Page page = tailrace.open("/");
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Seen"});
        tailrace.sender().send("portal", "error", "Seen, too");
        assertThat(tailrace.tab().messages()).hasCount(2);
        assertThat(page).hasTitle("Tailrace");

        setHidden(true);
        tailrace.sender().send("portal", "info", "Harmless");
        tailrace.sender().send("portal", "error", "Unseen");
        tailrace.sender().send("portal", "fatal", "Unseen, too");
        assertThat(page).hasTitle("(2) Tailrace");
        iconIs("icon-errors.svg");

        setHidden(false);
        assertThat(page).hasTitle("Tailrace");
        iconIs("icon.svg");
    }

    @Test
    void aLongFilterIsCutAndAHostileOneIsText() {
        Page page = tailrace.open("/?search=" + "x".repeat(200) + "&service=%E2%80%AEevil");
        assertThat(page).hasTitle(Pattern.compile("^[^\u202e]{20,61}… · Tailrace$"));
    }

    private static void setHidden(boolean isHidden) {
        tailrace.page().evaluate("""
                (isHidden) => {
                  Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });
                  document.dispatchEvent(new Event('visibilitychange'));
                }
                """, isHidden);
    }

    /** Waits until the icon is this file, and holds the server to serving it. */
    private static void iconIs(String file) {
        assertThat(icon()).hasAttribute("href", Pattern.compile("/" + file.replace(".", "\\.") + "$"));
        APIResponse answer = tailrace.page()
                .request()
                .get(tailrace.server().http("/" + icon().getAttribute("href")).toString());
        assertThat(answer.headers()).containsEntry("content-type", "image/svg+xml");
    }

    private static Locator icon() {
        return tailrace.page().locator("link[rel=icon]");
    }
}
