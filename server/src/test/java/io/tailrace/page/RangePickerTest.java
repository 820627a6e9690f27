package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which time the view shows: chosen from a list, typed, moved, kept in the address. */
final class RangePickerTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    private static final String TEN_TO_QUARTER_PAST = "/?from=2026-03-22T10:00:00Z&to=2026-03-22T10:15:00Z";

    @Test
    void aChosenLengthIsOnTheButtonAndInTheAddress() {
        Page page = tailrace.open("/");
        assertThat(range()).hasText("Live");
        choose("1 h");
        assertThat(range()).hasText("Last 1 h");
        assertThat(page).hasURL(Pattern.compile("\\?range=1h$"));
        assertThat(choice()).isHidden();

        page.goBack();
        assertThat(range()).hasText("Live");
    }

    @Test
    void aLinkShowsItsRangeAndNothingElse() {
        sendAt("2026-03-22T09:59:59.999Z", "Too early");
        sendAt("2026-03-22T10:00:00Z", "The first");
        sendAt("2026-03-22T10:14:59.999Z", "The last");
        sendAt("2026-03-22T10:15:00Z", "Too late");
        tailrace.open(TEN_TO_QUARTER_PAST);
        useUtc();
        assertThat(range()).hasText("22 Mar 10:00 – 10:15 UTC");
        assertThat(tailrace.tab().messages()).hasText(new String[] {"The first", "The last"});
        assertThat(summary()).hasText("2 entries · 15 s a bar");
    }

    @Test
    void aTypedRangeIsTakenInTheChosenClock() {
        Clocks.setZone(tailrace.page(), "Asia/Kolkata");
        Page page = tailrace.open("/");
        type("2026-03-22 15:30", "2026-03-22 15:45");
        assertThat(page).hasURL(Pattern.compile("from=2026-03-22T10%3A00%3A00Z&to=2026-03-22T10%3A15%3A00Z$"));
        assertThat(range()).hasText("22 Mar 15:30 – 15:45");

        useUtc();
        assertThat(range()).hasText("22 Mar 10:00 – 10:15 UTC");
        type("2026-03-22 10:00", "2026-03-22T15:33:00+05:30");
        assertThat(range()).hasText("22 Mar 10:00 – 10:03 UTC");
    }

    @Test
    void aRangeUpToNowMovesOnWithTheTime() {
        Page page = tailrace.open("/");
        type("-90 min", "now");
        assertThat(range()).hasText("Last 90 min");
        assertThat(page).hasURL(Pattern.compile("\\?range=90m$"));
    }

    @Test
    void whatIsWrongIsSaidBelowItsFieldAndChangesNothing() {
        Page page = tailrace.open("/");
        type("2026-03-22 10:00", "2026-03-22 10:00");
        assertThat(error("from")).hasText("From must be before to");
        assertThat(field("from")).isFocused();
        assertThat(field("from")).hasAttribute("aria-invalid", "true");
        assertThat(field("from")).hasAccessibleDescription("From must be before to");

        field("to").fill("tomorrow");
        assertThat(error("from")).isEmpty();
        page.keyboard().press("Enter");
        assertThat(error("to")).hasText("To is not a time; write 2026-11-22 10:00, or 10:00, -15m, now");
        assertThat(field("to")).isFocused();
        assertThat(choice()).isVisible();
        assertThat(range()).hasText("Live");
        assertThat(page.url()).doesNotContain("?");
    }

    @Test
    void itIsUsedWithTheKeyboardAlone() {
        Page page = tailrace.open("/");
        range().focus();
        page.keyboard().press("Enter");
        assertThat(choice()).isVisible();
        assertThat(range()).hasAttribute("aria-expanded", "true");
        assertThat(option("Live")).isFocused();
        page.keyboard().press("Escape");
        assertThat(choice()).isHidden();
        assertThat(range()).isFocused();
        assertThat(range()).hasAttribute("aria-expanded", "false");

        page.keyboard().press("Enter");
        assertThat(option("Live")).isFocused();
        page.keyboard().press("Tab");
        assertThat(option("5 min")).isFocused();
        page.keyboard().press("Enter");
        assertThat(range()).isFocused();
        assertThat(range()).hasAccessibleName("Time range: Last 5 min");
    }

    @Test
    void aFixedRangeIsMovedByItsWidthZoomedOutAndLeft() {
        Page page = tailrace.open(TEN_TO_QUARTER_PAST);
        useUtc();
        link("Later: by the width of the range").click();
        assertThat(range()).hasText("22 Mar 10:15 – 10:30 UTC");
        link("Earlier: by the width of the range").click();
        link("Earlier: by the width of the range").click();
        assertThat(range()).hasText("22 Mar 09:45 – 10:00 UTC");
        button("Zoom out").click();
        assertThat(range()).hasText("22 Mar 09:37:30 – 10:07:30 UTC");

        tailrace.sender().send("portal", "info", "Just now");
        link("Back to live").click();
        assertThat(range()).hasText("Live");
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Just now"});
        assertThat(link("Back to live")).isHidden();
        assertThat(page.url()).doesNotContain("?");
    }

    @Test
    void theClockAndTheKindOfTimesAreKept() {
        tailrace.open(TEN_TO_QUARTER_PAST);
        useUtc();
        range().click();
        option("Relative").click();
        assertThat(option("Relative")).hasAttribute("aria-pressed", "true");

        tailrace.open(TEN_TO_QUARTER_PAST);
        assertThat(range()).hasText("22 Mar 10:00 – 10:15 UTC");
        range().click();
        assertThat(option("UTC")).hasAttribute("aria-pressed", "true");
        assertThat(option("Relative")).hasAttribute("aria-pressed", "true");
    }

    @Test
    void itFitsOnAPhone() {
        Page page = tailrace.page();
        page.setViewportSize(360, 640);
        tailrace.open(TEN_TO_QUARTER_PAST);
        range().click();
        assertThat(choice()).isVisible();
        tailrace.tab().await("""
                () => {
                  const { left, right, top, bottom } = document.querySelector('#range-choice').getBoundingClientRect();
                  return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
                }
                """);
        tailrace.tab().await("() => document.documentElement.scrollWidth === 360");
        assertThat(link("Back to live")).isInViewport();
    }

    @Test
    void theConnectionsStateKeepsItsPlaceBesideAFixedRange() {
        Page page = tailrace.open(TEN_TO_QUARTER_PAST);
        assertThat(tailrace.tab().state()).hasText("Past");
        for (int width = 360; width <= 1200; width += 120) {
            page.setViewportSize(width, 640);
            tailrace.tab().await("""
                    () => {
                      const { clientWidth, scrollWidth } = document.querySelector('#state');
                      return innerWidth === %d && clientWidth > 0 && scrollWidth <= clientWidth;
                    }
                    """.formatted(width));
        }
    }

    private static void sendAt(String timestamp, String message) {
        tailrace.sender()
                .send("{\"service\":\"portal\",\"level\":\"info\",\"message\":\"" + message + "\",\"timestamp\":\""
                        + timestamp + "\"}");
    }

    private static Locator range() {
        return tailrace.page().locator("range-picker .range");
    }

    private static Locator choice() {
        return tailrace.page().locator("#range-choice");
    }

    private static Locator summary() {
        return tailrace.page().locator("time-histogram .summary");
    }

    private static Locator field(String name) {
        return tailrace.page().locator("#range-" + name);
    }

    private static Locator error(String field) {
        return tailrace.page().locator("#range-" + field + "-error");
    }

    private static Locator link(String name) {
        return tailrace.page()
                .getByRole(
                        AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator button(String name) {
        return tailrace.page()
                .getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator option(String name) {
        return choice().getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void choose(String option) {
        range().click();
        option(option).click();
    }

    private static void useUtc() {
        choose("UTC");
        tailrace.page().keyboard().press("Escape");
        assertThat(choice()).isHidden();
    }

    /** Types both fields and presses Enter. */
    private static void type(String from, String to) {
        range().click();
        field("from").fill(from);
        field("to").fill(to);
        tailrace.page().keyboard().press("Enter");
    }
}
