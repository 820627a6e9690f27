package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That the page can be used without a mouse, and by somebody who does not see it. */
final class KeyboardTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    private Page page;

    @BeforeEach
    void openPage() {
        tailrace.sender().sendMany(300, "portal", "info", "Entry");
        page = tailrace.open("/");
        assertThat(tailrace.tab().messages().last()).hasText("Entry 300");
        assertThat(tailrace.tab().state()).hasText("Following");
    }

    @Test
    void jAndKWalkThroughTheEntriesAndEnterOpensThem() {
        page.keyboard().press("k");
        assertThat(selected()).hasAttribute("data-id", "300");
        assertThat(selected()).isFocused();
        page.keyboard().press("k");
        page.keyboard().press("k");
        page.keyboard().press("j");
        assertThat(selected()).hasAttribute("data-id", "299");

        page.keyboard().press("Enter");
        assertThat(page.locator("entry-details")).isVisible();
        assertThat(page).hasURL(Pattern.compile("entry=299$"));
        page.keyboard().press("Enter");
        assertThat(page.locator("entry-details")).hasCount(0);
        page.keyboard().press("Enter");
        page.keyboard().press("Escape");
        assertThat(page.locator("entry-details")).hasCount(0);
        assertThat(page).hasURL(tailrace.server().http("/").toString());
    }

    @Test
    void gLeadsToTheFirstEntryAndShiftGToTheNewest() {
        page.keyboard().press("g");
        assertThat(tailrace.tab().messages().first()).hasText("Entry 1");
        assertThat(tailrace.tab().messages().first()).isInViewport();
        page.keyboard().press("G");
        assertThat(tailrace.tab().messages().last()).hasText("Entry 300");
        assertThat(tailrace.tab().messages().last()).isInViewport();
    }

    @Test
    void fStaysAndFollows() {
        page.keyboard().press("f");
        assertThat(tailrace.tab().newest()).isVisible();
        tailrace.sender().send("portal", "info", "New");
        assertThat(tailrace.tab().newest()).hasText("↓ 1 new");
        page.keyboard().press("f");
        assertThat(tailrace.tab().newest()).isHidden();
        assertThat(tailrace.tab().messages().last()).hasText("New");
    }

    @Test
    void spacePausesAndGoesOn() {
        page.keyboard().press("Space");
        assertThat(tailrace.tab().state()).hasAttribute("data-state", "paused");
        page.keyboard().press("Space");
        assertThat(tailrace.tab().state()).hasText("Following");
    }

    @Test
    void aSlashLeadsToTheFilterAndKeysAreTextThere() {
        page.keyboard().press("/");
        Locator query = page.locator("filter-bar textarea");
        assertThat(query).isFocused();
        page.keyboard().type("gft");
        assertThat(query).hasValue("gft");
        assertThat(tailrace.tab().state()).hasText("Following");
    }

    @Test
    void tSwitchesTheTheme() {
        page.keyboard().press("t");
        assertThat(page.locator("html")).hasAttribute("data-theme", "light");
        Object light = ground();
        page.keyboard().press("t");
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        assertThat(ground()).isNotEqualTo(light);
        page.reload();
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    }

    @Test
    void cCopiesTheSelectedEntry() {
        page.context().grantPermissions(List.of("clipboard-write"));
        page.keyboard().press("k");
        page.keyboard().press("c");
        assertThat(announcements()).hasText("Copied.");

        page.keyboard().press("/");
        page.keyboard().press("Control+V");
        assertThat(page.locator("filter-bar textarea")).hasValue(Pattern.compile(".*Entry 300.*"));
    }

    @Test
    void eLeadsFromErrorToErrorAlsoToThoseThatAreNotHeld() {
        tailrace.sender().send("portal", "error", "First failure");
        tailrace.sender().sendMany(1000, "portal", "info", "Between");
        tailrace.sender().send("portal", "fatal", "Second failure");
        tailrace.sender().sendMany(20, "portal", "info", "After");
        assertThat(tailrace.tab().messages().last()).hasText("After 20");
        page.reload(); // so that only the newest are held
        assertThat(tailrace.tab().messages().last()).hasText("After 20");
        page.waitForFunction("() => document.querySelector('filter-bar textarea') !== null");
        page.keyboard().press("E");
        assertThat(selected()).containsText("Second failure");
        assertThat(selected()).isFocused();
        page.keyboard().press("E");
        assertThat(selected()).containsText("First failure");
        assertThat(selected()).isInViewport();
        page.keyboard().press("E");
        assertThat(page.locator("log-list .passing")).hasText("No earlier error in this view.");
        page.keyboard().press("e");
        assertThat(selected()).containsText("Second failure");
    }

    @Test
    void nLeadsFromMatchToMatch() {
        tailrace.sender().send("portal", "info", "A needle");
        tailrace.sender().send("needle", "info", "Of a service that is named so");
        tailrace.sender().send("portal", "info", "Another NEEDLE");
        page.keyboard().press("n");
        assertThat(page.locator("log-list .passing")).hasText("No words are searched for. Type some into the filter.");
        tailrace.open("/?q=needle+OR+service:needle");
        assertThat(tailrace.tab().entries()).hasCount(3);
        page.keyboard().press("N");
        assertThat(selected()).containsText("Another NEEDLE");
        page.keyboard().press("N");
        assertThat(selected()).containsText("A needle");
        page.keyboard().press("n");
        assertThat(selected()).containsText("Another NEEDLE");
    }

    @Test
    void bracketsPageThroughTheTime() {
        tailrace.open("/?from=2026-01-01T10:00:00Z&to=2026-01-01T11:00:00Z");
        page.keyboard().press("[");
        assertThat(page).hasURL(Pattern.compile("from=2026-01-01T09%3A00%3A00Z&to=2026-01-01T10%3A00%3A00Z"));
        page.keyboard().press("]");
        page.keyboard().press("]");
        assertThat(page).hasURL(Pattern.compile("from=2026-01-01T11%3A00%3A00Z&to=2026-01-01T12%3A00%3A00Z"));
        page.goBack();
        assertThat(page).hasURL(Pattern.compile("from=2026-01-01T10%3A00%3A00Z"));
        tailrace.open("/");
        page.keyboard().press("[");
        assertThat(page).hasURL(Pattern.compile("from=.*&to="));
        page.keyboard().press("]");
        page.keyboard().press("]");
        assertThat(page).hasURL(tailrace.server().http("/").toString());
    }

    @Test
    void xExcludesTheValueThatHasTheFocusOrThePointer() {
        tailrace.sender().send("billing", "info", "Of another service");
        assertThat(tailrace.tab().messages().last()).hasText("Of another service");
        page.keyboard().press("k");
        page.keyboard().press("x");
        assertThat(page.locator("log-list .passing"))
                .hasText("Point at a value, or go to one with Tab: x excludes it.");
        selected().locator("[data-field=service] .value").focus();
        page.keyboard().press("x");
        assertThat(page).hasURL(Pattern.compile("q=-service%3Abilling$"));
        assertThat(tailrace.tab().messages().last()).hasText("Entry 300");
        tailrace.tab().entries().last().locator("[data-field=service] .value").hover();
        page.keyboard().press("x");
        assertThat(page).hasURL(Pattern.compile("-service%3Aportal"));
        assertThat(tailrace.tab().entries()).hasCount(0);
    }

    @Test
    void yCopiesALinkToTheSelectedEntry() {
        page.context().grantPermissions(List.of("clipboard-write"));
        page.keyboard().press("k");
        page.keyboard().press("y");
        assertThat(page.locator("log-list .passing")).hasText("The link is copied.");
        assertThat(Pasted.into(page)).endsWith("entry=300");
    }

    @Test
    void spacePausesAlsoAfterAClickOnAChip() {
        Locator chip = page.locator("filter-bar button", new Page.LocatorOptions().setHasText("portal"))
                .first();
        chip.click();
        assertThat(page).hasURL(Pattern.compile("service=portal"));
        page.keyboard().press("Space");
        assertThat(tailrace.tab().state()).hasAttribute("data-state", "paused");
        assertThat(page).hasURL(Pattern.compile("service=portal"));
        page.keyboard().press("Space");
        assertThat(tailrace.tab().state()).hasText("Following");

        // Whoever comes to it with the keyboard means the button.
        page.keyboard().press("Shift+Tab");
        page.keyboard().press("Tab");
        assertThat(chip).isFocused();
        page.keyboard().press("Space");
        assertThat(page).hasURL(tailrace.server().http("/").toString());
    }

    @Test
    void aQuestionMarkShowsAllKeys() {
        page.keyboard().press("?");
        Locator help = page.locator("help-dialog dialog");
        assertThat(help).isVisible();
        for (String key : List.of("/", "j", "k", "Enter", "Space", "g", "G", "f", "t", "c", "?")) {
            assertThat(help.locator("kbd")
                            .getByText(key, new Locator.GetByTextOptions().setExact(true))
                            .first())
                    .isVisible();
        }
        page.keyboard().press("Escape");
        assertThat(help).isHidden();
    }

    @Test
    void theFocusIsSeenOnEveryControl() {
        page.evaluate("document.activeElement.blur()");
        for (int tab = 0; tab < 25; tab++) {
            page.keyboard().press("Tab");
            assertThat((String) page.evaluate("""
                            () => {
                              const at = document.activeElement;
                              const seen = (element) => {
                                const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
                                return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
                              };
                              // A ring may be drawn around a control and what belongs to it.
                              const around = [at, at.parentElement, at.parentElement?.parentElement].filter(Boolean);
                              const isSeen = at === document.body || around.some(seen);
                              return isSeen ? '' : at.outerHTML.slice(0, 200);
                            }
                            """))
                    .as("a control without visible focus")
                    .isEmpty();
        }
    }

    @Test
    void aScreenReaderIsToldRarely() {
        assertThat(page.locator("log-list .shown")).hasAttribute("role", "feed");
        assertThat(page.locator("[aria-live=assertive], [role=alert], [role=log]"))
                .hasCount(0);
        page.evaluate("""
                () => {
                  globalThis.said = [];
                  new MutationObserver(() => said.push(document.getElementById('announcements').textContent))
                    .observe(document.getElementById('announcements'), { childList: true });
                }
                """);
        for (int post = 0; post < 20; post++) {
            tailrace.sender().sendMany(10, "portal", "info", "Post " + post);
        }
        assertThat(tailrace.tab().messages().last()).hasText("Post 19 10");
        assertThat(((List<?>) page.evaluate("said")).size()).isLessThanOrEqualTo(1);
    }

    private Locator selected() {
        return page.locator(".row.is-selected .entry");
    }

    private Locator announcements() {
        return page.locator("#announcements");
    }

    private Object ground() {
        return page.evaluate("getComputedStyle(document.body).backgroundColor");
    }
}
