package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Everything from a log is text: nothing in it runs, hides, reorders, or breaks the page. */
final class HostileEntryTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    private static final String MARKUP = "</span><script>window.hit = 1</script><img src=x onerror='window.hit = 1'>";

    /** What would do harm as markup, in every place an entry has for text. */
    private static final String IN_ALL_PLACES = """
            {"service":"%1$s","level":"error","message":"%1$s","tags":["%1$s"],"trace_id":"<b>t</b>","metadata":{"%1$s":"%1$s",
             "__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}},"toString":"mine","":"empty key",
             "href":"javascript:window.hit=1"}}
            """;

    @Test
    void markupIsTextInEveryPlace() {
        tailrace.sender().send(IN_ALL_PLACES.formatted(MARKUP));
        Page page = tailrace.open("/?columns=service,tags,trace_id,metadata.__proto__.polluted,metadata.toString");
        List<String> dialogs = new ArrayList<>();
        page.onDialog(dialog -> {
            dialogs.add(dialog.message());
            dialog.dismiss();
        });
        Locator row = tailrace.tab().entries().first();
        assertThat(row.locator(".text")).hasText(MARKUP);
        assertThat(row.locator(".column")).hasText(new String[] {MARKUP, MARKUP, "<b>t</b>", "yes", "mine"});
        openFirst();
        Locator tree = page.locator("entry-details .tree").first();
        assertThat(tree).containsText(MARKUP + ": " + MARKUP);
        assertThat(tree).containsText("toString: mine");
        row.locator(".column .value").first().click();
        assertThat(page.locator(".value-menu")).containsText("</span><script>");

        assertThat(page.locator("log-list :is(script, img, b, a), .value-menu :is(script, img, b, a)"))
                .hasCount(0);
        assertThat(page.evaluate("[window.hit, {}.polluted, document.title].join()"))
                .isEqualTo(",,Tailrace");
        assertThat(dialogs).isEmpty();
    }

    @Test
    void whatCouldDeceiveIsVisibleInTheRowAndInTheDetails() {
        tailrace.sender().send("""
                {"service":"a\\u202eb","level":"info","message":"\\u001b[2J\\u001b]0;t\\u0007\\u001b[999m \\u202egnp \\ufffd \\u0000\\u0008",
                 "tags":["t\\u200bg"],"metadata":{"k\\u2066":"v\\u001b[31mred"}}
                """);
        Page page = tailrace.open("/");
        Locator row = tailrace.tab().entries().first();
        assertThat(row.locator(".text")).containsText("^[[2J^[]0;t^G^[[999m ‹U+202E›gnp ");
        assertThat(row.locator(".text")).containsText("^@^H");
        assertThat(row.locator("[data-field=service]")).hasText("a‹U+202E›b");
        assertThat(row.locator(".details")).containsText("#t‹U+200B›g k‹U+2066›=v^[[31mred");
        openFirst();
        assertThat(page.locator("message-view pre")).containsText("^[[2J^[]0;t^G^[[999m ‹U+202E›gnp ");
        assertThat(page.locator("entry-details .tree")).containsText("k‹U+2066›:");
        assertThat(
                        page.locator("log-list")
                                .evaluate(
                                        "(list) => /[\\u0000-\\u0008\\u001b\\u202a-\\u202e\\u2066-\\u2069]/"
                                                + ".test(list.textContent + [...list.querySelectorAll('[title]')].map(({ title }) => title).join(''))"))
                .isEqualTo(false);
    }

    @Test
    void marksThatPileUpStayInTheirRow() {
        tailrace.sender().send("shop", "info", "Z" + "\u0300\u0301\u0302".repeat(200));
        tailrace.open("/");
        assertThat(tailrace.tab().messages().first()).hasCSS("overflow", "clip");
    }

    @Test
    void nothingIsTooBigToShow() {
        String keys =
                IntStream.range(0, 10_000).mapToObj(i -> "\"k" + i + "\":" + i).collect(Collectors.joining(","));
        String tags = IntStream.range(0, 64).mapToObj(i -> "\"tag-" + i + "\"").collect(Collectors.joining(","));
        String deep = "{\"n\":".repeat(31) + "1" + "}".repeat(31);
        tailrace.sender().send("shop", "info", "a".repeat(200_000));
        tailrace.sender().send("shop", "info", "[".repeat(200_000));
        tailrace.sender().send("shop", "info", "\u001b[1mx\u001b[0m".repeat(12_000));
        tailrace.sender().send("shop", "info", "line\n".repeat(40_000));
        tailrace.sender().send("""
                {"service":"shop","level":"info","message":"Wide","tags":[%s],"metadata":{%s}}""".formatted(tags, keys));
        tailrace.sender().send("""
                {"service":"shop","level":"info","message":"Deep","metadata":%s}""".formatted(deep));
        Page page = tailrace.open("/");
        for (int id = 6; id >= 1; id--) {
            Locator row = page.locator(".row > .entry[data-id='" + id + "']");
            assertThat(row).isVisible();
            assertThat(((Number) row.evaluate("(row) => row.offsetHeight")).intValue())
                    .isLessThan(400);
            row.locator(".time").click();
            assertThat(page.locator("entry-details"))
                    .containsText("shop", new ContainsTextOptions().setUseInnerText(true));
            assertThat(((Number) page.locator("entry-details")
                                    .evaluate("(details) => details.querySelectorAll('*').length"))
                            .intValue())
                    .isLessThan(20_000);
            row.locator(".time").click();
            assertThat(page.locator("entry-details")).hasCount(0);
        }
    }

    @Test
    void theDeepestValueCanBeReached() {
        tailrace.sender().send("""
                {"service":"shop","level":"info","message":"Deep","metadata":%s}""".formatted("{\"n\":".repeat(31) + "1" + "}".repeat(31)));
        Page page = tailrace.open("/");
        openFirst();
        Locator folded = page.locator("entry-details .branch[aria-expanded=false]");
        while (folded.count() > 0) {
            folded.first().click();
        }
        assertThat(page.locator("entry-details .tree .leaf").last()).hasText("1");
    }

    @Test
    void aPhoneShowsItWithoutScrollingSideways() {
        tailrace.page().setViewportSize(360, 740);
        tailrace.sender().send(IN_ALL_PLACES.formatted("w".repeat(90)));
        Page page = tailrace.open("/");
        openFirst();
        assertThat(page.locator("entry-details .tree").first()).isVisible();
        tailrace.tab().await("() => document.documentElement.scrollWidth <= innerWidth");
        assertThat(page.evaluate("""
                [...document.querySelectorAll('.entry, .message, entry-details, .fields, .tree')]
                  .filter((element) => element.getBoundingClientRect().right > innerWidth + 1).map((element) => element.className)
                """)).isEqualTo(List.of());
    }

    private static void openFirst() {
        tailrace.tab().entries().first().locator(".time").click();
        assertThat(tailrace.page().locator("entry-details")).isVisible();
    }
}
