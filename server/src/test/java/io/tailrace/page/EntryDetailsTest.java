package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An entry that is open in its place: all of it, and what can be done with it. */
final class EntryDetailsTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    private static final String PAYMENT = """
            {"timestamp":"2026-11-22T10:30:00.123456Z","service":"pay","level":"error","message":"Refused","tags":["card","eu"],
             "user_id":7,"trace_id":"t1","span_id":"s1","metadata":{"http":{"status":402,"a.b":"x"},"list":[1,{"two":2}],"none":null}}
            """;

    @Test
    void whatIsOpenedComesIntoSight() {
        tailrace.sender().sendMany(100, "portal", "info", "Entry");
        Page page = tailrace.open("/?entry=100");
        assertThat(page.locator("entry-details .fields tr").first()).isInViewport();
        tailrace.open("/");
        tailrace.tab().entries().last().locator(".text").click();
        assertThat(page.locator("entry-details .fields tr").first()).isInViewport();
    }

    @Test
    void backClosesAnOpenEntryAndForwardOpensItAgain() {
        tailrace.sender().sendMany(5, "portal", "info", "Entry");
        Page page = tailrace.open("/?service=portal");
        String address = page.url();
        tailrace.tab().entries().nth(2).locator(".text").click();
        assertThat(page).hasURL(address + "&entry=3");
        page.goBack();
        assertThat(page.locator("entry-details")).hasCount(0);
        assertThat(page).hasURL(address);
        assertThat(tailrace.tab().entries()).hasCount(5);
        page.goForward();
        assertThat(page.locator("entry-details")).hasAttribute("aria-label", "Entry 3");
        page.keyboard().press("Escape");
        assertThat(page.locator("entry-details")).hasCount(0);
        assertThat(page).hasURL(address);
        tailrace.tab().entries().nth(1).locator(".text").click();
        tailrace.tab().entries().nth(1).locator(".text").click();
        assertThat(page).hasURL(address);
        assertThat(page.locator("entry-details")).hasCount(0);
    }

    @Test
    void contextRowsOpenAndAreOfTheSameServiceHostOrTrace() {
        for (int i = 0; i < 12; i++) {
            tailrace.sender().send("""
                    {"service":"%s","level":"info","message":"Entry %d","trace_id":"t%d","metadata":{"host":"h%d"}}
                    """.formatted(i % 2 == 0 ? "even" : "odd", i, i % 3, i % 4));
        }
        Page page = tailrace.open("/?entry=7");
        page.getByText("Context", new Page.GetByTextOptions().setExact(true)).click();
        Locator rows = page.locator("entry-context .entry .text");
        assertThat(rows).hasCount(12);
        page.getByText("same service").click();
        assertThat(rows).hasText(new String[] {"Entry 0", "Entry 2", "Entry 4", "Entry 6", "Entry 8", "Entry 10"});
        page.getByText("same host").click();
        assertThat(rows).hasText(new String[] {"Entry 2", "Entry 6", "Entry 10"});
        page.getByText("same trace").click();
        assertThat(rows).hasText(new String[] {"Entry 0", "Entry 3", "Entry 6", "Entry 9"});

        rows.nth(1).click();
        assertThat(page.locator("entry-context entry-details")).hasAttribute("aria-label", "Entry 4");
        page.locator("entry-context entry-details .close").click();
        assertThat(page.locator("entry-context entry-details")).hasCount(0);
        assertThat(page.locator("entry-details")).hasCount(1);
    }

    @Test
    void anOpenEntryTellsItsTimeInUtcAndLocally() {
        Clocks.setZone(tailrace.page(), "Asia/Kolkata");
        tailrace.sender()
                .send(
                        "{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\",\"timestamp\":\"2026-11-22T10:30:00.123Z\"}");
        Page page = tailrace.open("/?entry=1");
        Locator time = page.locator("entry-details .fields tr").first();
        assertThat(time).containsText("2026-11-22T10:30:00.123");
        assertThat(time).containsText("2026-11-22 16:00:00.123 +05:30 local");
        assertThat(time.boundingBox().height).isLessThan(30);
    }

    @Test
    void manyKeysAreFoundByTheirNamesAndValues() {
        StringBuilder metadata = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            metadata.append(i == 0 ? "" : ",").append("\"key_" + i + "\":\"value " + i * 100 + "\"");
        }
        tailrace.sender()
                .send("{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\",\"metadata\":{" + metadata + "}}");
        Page page = tailrace.open("/?entry=1");
        Locator finder = page.getByPlaceholder("Find among 40 keys");
        Locator keys = page.locator("entry-details .fields .tree > li");
        assertThat(keys).hasCount(40);
        finder.fill("KEY_12");
        assertThat(keys).hasText(new Pattern[] {Pattern.compile("key_12: value 1200")});
        finder.fill("3900");
        assertThat(keys).hasText(new Pattern[] {Pattern.compile("key_39: value 3900")});
        finder.press("Escape");
        assertThat(keys).hasCount(40);
        assertThat(page.locator("entry-details")).hasCount(1);
    }

    @Test
    void anEntryOpensInItsPlaceAndCloses() {
        tailrace.sender().send(PAYMENT);
        Page page = open("/");
        assertThat(page).hasURL(Pattern.compile("entry=1"));
        assertThat(details().locator(".fields th")).hasText(new String[] {
            "timestamp", "created_at", "id", "level", "service", "user_id", "trace_id", "span_id", "tags", "metadata"
        });
        assertThat(details().locator(".fields td").first()).hasText("2026-11-22T10:30:00.123456Z");
        button("Copy JSON").focus();
        page.keyboard().press("Escape");
        assertThat(details()).hasCount(0);
        assertThat(tailrace.tab().entries().first()).isFocused();

        page.keyboard().press("Enter");
        button("Close the entry").click();
        assertThat(details()).hasCount(0);
    }

    @Test
    void whatCannotApplyIsNotOffered() {
        tailrace.sender().send("pay", "info", "Bare");
        open("/");
        assertThat(button("Trace")).hasCount(0);
        assertThat(details().getByLabel(Pattern.compile("Filter for created_at")))
                .hasCount(0);
        assertThat(details().getByLabel(Pattern.compile("Column timestamp"))).hasCount(0);
        assertThat(button("As text")).hasCount(0);
        assertThat(button("Context")).isVisible();
    }

    @Test
    void eachValueCanBeFilteredForAndExcluded() {
        tailrace.sender().send(PAYMENT);
        tailrace.sender().send("pay", "info", "Other");
        open("/");
        button("Exclude metadata.http.status 402").click();
        assertThat(texts()).hasText(new String[] {"Other"});
        open("/");
        button("Filter for metadata.http.\"a.b\" x").click();
        assertThat(texts()).hasText(new String[] {"Refused"});
    }

    @Test
    void eachValueCanBeAColumn() {
        tailrace.sender().send(PAYMENT);
        open("/");
        button("Column metadata.http.status").click();
        assertThat(tailrace.tab().entries().first().locator("[data-field='metadata.http.status']"))
                .hasText("402");
        assertThat(button("Column metadata.http.status")).hasAttribute("aria-pressed", "true");
        button("Column metadata.http.status").click();
        assertThat(tailrace.page().locator("[data-field='metadata.http.status'].column"))
                .hasCount(0);
        assertThat(button("Column metadata.http.status")).hasAttribute("aria-pressed", "false");
    }

    @Test
    void anEntryIsCopiedAsJsonAsTextAndAsALink() {
        tailrace.sender().send(PAYMENT);
        Page page = open("/?service=pay");
        Object stored = page.evaluate("fetch('api/logs/1').then((answer) => answer.text())");
        String json = copied("Copy JSON");
        assertThat(page.evaluate("(text) => JSON.stringify(JSON.parse(text))", json))
                .isEqualTo(stored);
        assertThat(copied("Copy text")).isEqualTo("""
                2026-11-22T10:30:00.123456Z ERROR pay Refused
                  #card #eu user_id=7 trace_id=t1 span_id=s1 http={"status":402,"a.b":"x"} list=[1,{"two":2}] none=null""");
        assertThat(copied("Copy link"))
                .as("a link that stands still and has the entry in its time")
                .matches(Pattern.quote(tailrace.server().http("/?service=pay").toString())
                        + "&from=2026-11-22T10%3A30%3A00.123Z&to=20[-0-9T]+%3A[0-9]+%3A[0-9.]+Z&entry=1");
    }

    @Test
    void theContextIsWhatWasLoggedAroundItWithoutTheFilter() {
        tailrace.sender().sendMany(80, "other", "info", "Around");
        tailrace.sender().send(PAYMENT);
        tailrace.sender().sendMany(15, "other", "info", "Around");
        open("/?service=pay");
        button("Context").click();
        assertThat(context()).hasCount(21);
        assertThat(context().nth(10)).hasAttribute("aria-current", "true");
        assertThat(contextIds()).isEqualTo(ids(71, 91));
        button("50 more before").click();
        assertThat(context()).hasCount(71);
        button("50 more after").click();
        assertThat(context()).hasCount(76);
        assertThat(contextIds()).isEqualTo(ids(21, 96));
        assertThat(details()).containsText("Nothing came after, so far.");
        button("50 more before").click();
        assertThat(context()).hasCount(96);
        assertThat(details()).containsText("Nothing before is kept.");
        assertThat(tailrace.page()).hasURL(Pattern.compile("service=pay"));
    }

    @Test
    void everythingOfTheSameTraceIsOneClickAway() {
        tailrace.sender().send("""
                {"service":"web","level":"info","message":"Begin","trace_id":"t1","timestamp":"2026-11-22T10:29:59Z"}""");
        tailrace.sender().send("web", "info", "Not of it");
        tailrace.sender().send(PAYMENT);
        Page page = open("/?service=pay");
        button("Trace").click();
        assertThat(texts()).hasText(new String[] {"Begin", "Refused"});
        assertThat(page)
                .hasURL(Pattern.compile(
                        "\\?trace_id=t1&from=2026-11-22T10%3A29%3A58Z&to=2026-11-22T10%3A30%3A01.*Z&entry=3"));
    }

    @Test
    void aBigTreeIsShownAHundredKeysAtATime() {
        String keys =
                IntStream.range(0, 10_000).mapToObj(i -> "\"k" + i + "\":" + i).collect(Collectors.joining(","));
        tailrace.sender().send("""
                {"service":"pay","level":"info","message":"Big","metadata":{"big":{%s},"text":"%s"}}""".formatted(keys, "y".repeat(5000)));
        open("/");
        Locator big = details().locator(".branch").first();
        assertThat(big).hasText("big: {k0, k1, k2, k3, k4, … 10,000 keys}");
        assertThat(big).hasAttribute("aria-expanded", "false");
        big.click();
        Locator inside = details().locator(".tree .tree > li");
        assertThat(inside).hasCount(101);
        button("Show 100 more of 9,900").click();
        assertThat(inside).hasCount(201);
        assertThat(inside.nth(199)).containsText("k199: 199");
        big.click();
        assertThat(inside.first()).isHidden();

        button("Show all 5,000 characters").click();
        assertThat(details().locator(".leaf", new Locator.LocatorOptions().setHasText("yyy")))
                .hasText("y".repeat(5000));
    }

    @Test
    void aMessageOfJsonIsATreeAndCanBeReadAsItWasSent() {
        tailrace.sender().send("""
                {"service":"pay","level":"info","message":"{\\"order\\":12345678901234567890,\\"items\\":[{\\"sku\\":\\"a\\"}]}"}""");
        open("/");
        assertThat(details().locator("message-view .tree").first()).containsText("order: 12345678901234567890");
        button("As text").click();
        assertThat(details().locator("message-view pre"))
                .hasText("{\"order\":12345678901234567890,\"items\":[{\"sku\":\"a\"}]}");
    }

    @Test
    void aStackTraceFoldsTheFramesOfLibraries() {
        String trace = "Failed\\njava.io.IOException: x\\n\\tat shop.A.a(A.java:1)"
                + "\\n\\tat java.util.B.b(B.java:2)".repeat(5)
                + "\\nCaused by: java.io.IOException: y\\n\\tat shop.C.c(C.java:3)";
        tailrace.sender().send("""
                {"service":"pay","level":"error","message":"%s"}""".formatted(trace));
        open("/");
        Locator fold = details().locator(".stack summary");
        assertThat(fold).hasText("⋯ 5 library frames");
        assertThat(details().locator(".stack details > div")).isHidden();
        fold.click();
        assertThat(details().locator(".stack details > div")).isVisible();
        assertThat(details().locator(".stack .cause")).hasText("Caused by: java.io.IOException: y");
    }

    private static Page open(String path) {
        Page page = tailrace.open(path);
        tailrace.tab().messages().first().locator(".text").click();
        assertThat(details()).isVisible();
        return page;
    }

    /** The messages in the list, without what stands behind them. */
    private static Locator texts() {
        return tailrace.page().locator(".row > .entry .text");
    }

    private static Locator details() {
        return tailrace.page().locator("entry-details");
    }

    private static Locator button(String name) {
        return details()
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static String copied(String name) {
        tailrace.page().evaluate("document.getElementById('announcements').textContent = ''");
        button(name).click();
        assertThat(tailrace.page().locator("#announcements")).hasText("Copied.");
        return Pasted.into(tailrace.page());
    }

    private static Locator context() {
        return details().locator("entry-context .entry");
    }

    private static @Nullable Object contextIds() {
        return context().evaluateAll("(rows) => rows.map((row) => row.dataset.id).join(' ')");
    }

    private static String ids(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(Long::toString).collect(Collectors.joining(" "));
    }
}
