package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.ClickOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.KeyboardModifier;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The chips of the filter bar, and what a click on a value does to the filter. */
final class FilterChipsTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    @Test
    void chipsCountTheEntriesOfTheRestOfTheFilter() {
        tailrace.sender().sendMany(1234, "portal", "info", "Seen");
        tailrace.sender().sendMany(3, "auth", "error", "Refused");
        tailrace.open("/");
        assertThat(count("portal")).hasText("1.2k");
        assertThat(chip("portal")).hasAttribute("title", Pattern.compile("1,234 entries in the last 15 min"));
        assertThat(count("auth")).hasText("3");
        assertThat(levels()).hasText(new String[] {"trace", "debug", "info", "warn", "error", "fatal"});
        assertThat(levelCounts()).hasText(new String[] {"0", "0", "1.2k", "0", "3", "0"});

        chip("auth").click();
        assertThat(levelCounts()).hasText(new String[] {"0", "0", "0", "0", "3", "0"});
        assertThat(count("portal")).hasText("1.2k");
        ShownEntries.are(tailrace.tab(), "Refused 1", "Refused 2", "Refused 3");
    }

    @Test
    void countsGrowWhileThePageIsSeen() {
        tailrace.page().clock().install();
        Page page = openWith("portal");
        assertThat(count("portal")).hasText("1");
        tailrace.sender().send("portal", "warn", "Later");
        page.clock().runFor(4_000); // as fresh as the chart
        assertThat(count("portal")).hasText("2");
        assertThat(levelCounts()).hasText(new String[] {"0", "0", "1", "1", "0", "0"});
    }

    @Test
    void severalValuesOfAKeyCanBeChosenAndOneAlone() {
        Page page = openWith("portal", "auth", "mail");
        chip("portal").click();
        assertThat(page).hasURL(Pattern.compile("\\?service=portal$"));
        assertThat(chip("portal")).hasAttribute("aria-pressed", "true");
        chip("auth").click();
        assertThat(page).hasURL(Pattern.compile("\\?service=portal&service=auth$"));
        ShownEntries.are(tailrace.tab(), "By portal", "By auth");
        chip("portal").click();
        ShownEntries.are(tailrace.tab(), "By auth");

        chip("mail").click(new ClickOptions().setModifiers(List.of(KeyboardModifier.ALT)));
        assertThat(page).hasURL(Pattern.compile("\\?service=mail$"));
        chip("portal").dblclick();
        assertThat(page).hasURL(Pattern.compile("\\?service=portal$"));

        chip("info").click();
        assertThat(page).hasURL(Pattern.compile("\\?service=portal&level=info$"));
        assertThat(tailrace.tab().sockets()).isEqualTo(1);
    }

    @Test
    void servicesWithoutAChipAreFoundByHowTheyBegin() {
        Page page = openWith(IntStream.rangeClosed(1, 12)
                .mapToObj(number -> (number > 10 ? "late-" : "early-") + number)
                .toArray(String[]::new));
        assertThat(page.locator("[aria-label=Services] .chip[data-value]")).hasCount(8);
        page.locator("[aria-label=Services] button", new Page.LocatorOptions().setHasText("more…"))
                .click();
        Locator list = page.locator("#service-values");
        assertThat(list.locator("label")).hasCount(12);
        assertThat(list.locator("input[type=search]")).isFocused();
        page.keyboard().type("late");
        assertThat(list.locator("label .chip-label")).hasText(new String[] {"late-11", "late-12"});
        page.keyboard().press("ArrowDown");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Space");
        ShownEntries.are(tailrace.tab(), "By late-12");
        page.keyboard().press("Escape");
        assertThat(list).isHidden();
        assertThat(chip("late-12")).hasAttribute("aria-pressed", "true");
    }

    @Test
    void tagsAreAddedFromTheirListAndTakenAway() {
        tagged("One", "\"a\",\"b\"");
        tagged("Other", "\"a\"");
        Page page = tailrace.open("/");
        page.locator("[aria-label=Tags] button", new Page.LocatorOptions().setHasText("tag…"))
                .click();
        Locator list = page.locator("#tags-values");
        assertThat(list.locator("label")).hasText(new String[] {"a 2", "b 1"});
        list.locator("input[type=checkbox]").last().check();
        ShownEntries.are(tailrace.tab(), "One");
        page.keyboard().press("Escape");
        page.locator(".chip[data-key=tags]").click();
        ShownEntries.are(tailrace.tab(), "One", "Other");
    }

    @Test
    void everyKeyThatIsSetIsShownAndCanBeRemoved() {
        Page page = tailrace.open("/?trace_id=abc&min_level=warn&search=x&user_id=7&span_id=s");
        Locator set = page.locator(".chip.set .chip-label");
        assertThat(set)
                .hasText(new String[] {"level ≥ warn", "text has x", "user_id = 7", "trace_id = abc", "span_id = s"});
        page.locator(".chip[data-key=trace_id]").click();
        assertThat(set).hasText(new String[] {"level ≥ warn", "text has x", "user_id = 7", "span_id = s"});
        page.locator(".clear").click();
        assertThat(set).hasCount(0);
        assertThat(page).hasURL(Pattern.compile("/$"));
        assertThat(page.locator(".clear")).hasCount(0);
    }

    @Test
    void aHostileNameIsShownAsText() {
        String name = "<img src=x onerror=alert(1)>\u202e";
        tailrace.sender().send(name, "info", "Seen");
        Page page = tailrace.open("/");
        assertThat(page.locator("[aria-label=Services] .chip-label")).hasText("<img src=x onerror=alert(1)>‹U+202E›");
        assertThat(page.locator("filter-bar img")).hasCount(0);

        page.keyboard().press("/");
        page.keyboard().type("service:");
        assertThat(page.locator(".offer-label")).hasText("<img src=x onerror=alert(1)>‹U+202E›");
        page.keyboard().press("Tab");
        assertThat(page.locator(".query-fault")).containsText("‹U+202E›");
        ShownEntries.are(tailrace.tab(), "Seen");
        assertThat(page.locator("filter-bar img")).hasCount(0);
    }

    @Test
    void aValueIsTakenAndExcluded() {
        tailrace.sender()
                .send("{\"service\":\"a\",\"level\":\"info\",\"message\":\"One\",\"metadata\":{\"host\":\"x y\"}}");
        tailrace.sender()
                .send("{\"service\":\"b\",\"level\":\"info\",\"message\":\"Two\",\"metadata\":{\"host\":\"z\"}}");
        Page page = tailrace.open("/");
        assertThat(tailrace.tab().messages()).hasCount(2);
        refine(page, "metadata.host", "x y", true);
        ShownEntries.are(tailrace.tab(), "Two");
        assertThat(page.locator("filter-bar textarea")).hasValue("-metadata.host:\"x y\"");
        refine(page, "metadata.host", "x y", false);
        ShownEntries.are(tailrace.tab(), "One");
        assertThat(page.locator("filter-bar textarea")).hasValue("metadata.host:\"x y\"");
        refine(page, "service", "a", true);
        assertThat(tailrace.tab().messages()).hasCount(0);
        assertThat(tailrace.tab().sockets()).isEqualTo(1);
    }

    @Test
    void theBarFitsAPhone() {
        Page page = openWith("portal", "authentication", "notification", "recommendation", "catalog");
        page.setViewportSize(360, 640);
        assertThat(count("portal")).hasText("1");
        tailrace.tab().await("() => document.documentElement.scrollWidth === 360");
        tailrace.tab().await("() => document.querySelector('.query').offsetWidth > 320");
        tailrace.tab().await("() => document.querySelector('.chips').offsetHeight < 40");
        chip("catalog").click();
        assertThat(page).hasURL(Pattern.compile("\\?service=catalog$"));

        tailrace.open("/?service=portal,catalog&tags=one,two,three&trace_id=abc&user_id=7&q=x");
        assertThat(page.locator(".chip.set")).hasCount(5);
        tailrace.tab().await("() => document.documentElement.scrollWidth === 360");
    }

    private static void refine(Page page, String field, String value, boolean exclude) {
        page.locator("main")
                .evaluate(
                        "(element, detail) => element.dispatchEvent(new CustomEvent('refine', {bubbles: true, detail}))",
                        Map.of("field", field, "value", value, "exclude", exclude));
    }

    private static Page openWith(String... services) {
        for (String service : services) {
            tailrace.sender().send(service, "info", "By " + service);
        }
        Page page = tailrace.open("/");
        assertThat(tailrace.tab().messages()).hasCount(services.length);
        assertThat(chip(services[0])).hasCount(1);
        return page;
    }

    private static void tagged(String message, String tags) {
        tailrace.sender()
                .send("{\"service\":\"a\",\"level\":\"info\",\"message\":\"" + message + "\",\"tags\":[" + tags + "]}");
    }

    private static Locator chip(String value) {
        return tailrace.page().locator(".chip[data-value='" + value + "']");
    }

    private static Locator count(String value) {
        return chip(value).locator(".chip-count");
    }

    private static Locator levels() {
        return tailrace.page().locator("[aria-label=Levels] .chip-label");
    }

    private static Locator levelCounts() {
        return tailrace.page().locator("[aria-label=Levels] .chip-count");
    }
}
