package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The query in the filter bar: its colours, its completion, its faults, its history. */
final class QueryInputTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    private static final String COLOURS = """
            [...document.querySelectorAll('.query-colours [data-token]')]
              .filter((part) => part.dataset.token !== 'space')
              .map((part) => `${part.dataset.token} ${part.textContent}`).join('\\n')""";

    @Test
    void aQueryIsShownInTheColoursOfItsParts() {
        Page page = tailrace.open("/");
        String query =
                "-service:(a OR \"b \\\" c\")  metadata.\"x y\".z>=5 NOT message:/in (\\d+|\\/) ms/ a-b \"c:d\" https: or #\"e f\" /g h/ i=5 -> )";
        input().fill(query);
        assertThat(page.locator(".query-colours")).containsText("\"c:d\"");
        assertThat(page.evaluate(COLOURS)).isEqualTo("""
                        dash -
                        field service
                        sign :
                        open (
                        value a
                        operator OR
                        quoted "b \\" c"
                        close )
                        field metadata."x y".z
                        sign >=
                        value 5
                        operator NOT
                        field message
                        sign :
                        regex /in (\\d+|\\/) ms/
                        word a-b
                        phrase "c:d"
                        word https:
                        operator or
                        tag #"e f"
                        regex /g h/
                        field i
                        sign =
                        value 5
                        word ->
                        stray )""");
        assertThat(page.locator(".query-colours").textContent().stripTrailing()).isEqualTo(query);
    }

    @Test
    void aFieldAndItsValueAreCompletedWithTheKeyboardAlone() {
        tailrace.sender().send("""
                {"service":"portal","level":"info","message":"There","metadata":{"http":{"method":"GET"},"host":"a b"}}""");
        tailrace.sender().send("portal", "info", "Elsewhere");
        Page page = tailrace.open("/");
        assertThat(tailrace.tab().messages()).hasCount(2);

        page.keyboard().press("/");
        page.keyboard().type("meth");
        assertThat(labels()).hasText(new String[] {"metadata.http.method"});
        page.keyboard().press("Control+A");
        page.keyboard().type("metadata.ho");
        assertThat(labels()).hasText(new String[] {"metadata.host"});
        assertThat(page.locator("#offers")).isVisible();
        page.keyboard().press("Tab");
        assertThat(labels()).hasText(new String[] {"a b"});
        page.keyboard().press("ArrowDown");
        assertThat(input()).hasAttribute("aria-activedescendant", "offer-0");
        assertThat(page.locator("#offer-0")).hasAttribute("aria-selected", "true");
        page.keyboard().press("Enter");
        assertThat(input()).hasValue("metadata.host:\"a b\" ");
        assertThat(labels()).hasCount(0);
        ShownEntries.are(tailrace.tab(), "There");
        assertThat(input()).isFocused();
    }

    @Test
    void escapeClosesTheListFirstAndThenLeaves() {
        Page page = tailrace.open("/");
        page.keyboard().press("/");
        page.keyboard().type("level>=w");
        assertThat(labels()).hasText(new String[] {"warn"});
        page.keyboard().press("Escape");
        assertThat(page.locator("#offers")).isHidden();
        assertThat(input()).isFocused();
        page.keyboard().press("Escape");
        assertThat(input()).not().isFocused();
        assertThat(input()).hasValue("level>=w");
    }

    @Test
    void aFaultIsMarkedAtItsPlace() {
        tailrace.open("/");
        input().fill("\ud83d\ude00 level:loud OR x");
        assertThat(fault()).hasText("loud");
        assertThat(fault()).hasAttribute("data-start", "9");
        assertThat(explanation()).containsText("Expected a level");
        assertThat(input()).hasAttribute("aria-invalid", "true");

        input().fill("a AND ");
        assertThat(explanation()).containsText("found the end of the query");
        assertThat(fault()).hasText("\u00a0");

        input().fill("a AND b");
        assertThat(input()).hasAttribute("aria-invalid", "false");
        assertThat(fault()).hasCount(0);
    }

    @Test
    void aBrokenQueryLeavesTheFilterAsItWas() {
        tailrace.sender().send("portal", "info", "keep 1");
        Page page = tailrace.open("/?q=keep");
        ShownEntries.are(tailrace.tab(), "keep 1");
        String address = page.url();

        input().fill("keep (");
        assertThat(explanation()).containsText("The filter stays as it was.");
        input().press("Enter");
        tailrace.sender().send("portal", "info", "another");
        tailrace.sender().send("portal", "info", "keep 2");
        ShownEntries.are(tailrace.tab(), "keep 1", "keep 2");
        assertThat(page.url()).isEqualTo(address);
    }

    @Test
    void aRightQueryIsAppliedAfterAPauseWithoutANewConnection() {
        tailrace.sender().send("portal", "info", "needle");
        tailrace.sender().send("portal", "info", "hay");
        Page page = tailrace.open("/");
        assertThat(tailrace.tab().messages()).hasCount(2);

        page.keyboard().press("/");
        page.keyboard().type("needle -hay");
        ShownEntries.are(tailrace.tab(), "needle");
        assertThat(page).hasURL(Pattern.compile("\\?q=needle\\+-hay$"));
        assertThat(tailrace.tab().sockets()).isEqualTo(1);
    }

    @Test
    void aValueThatIsOnlyBegunIsNotAppliedBeforeItIsLeft() {
        tailrace.sender().send("portal", "info", "Signed in");
        Page page = tailrace.open("/");
        assertThat(tailrace.tab().messages()).hasCount(1);

        page.keyboard().press("/");
        page.waitForResponse("**/api/logs?q=service*", () -> page.keyboard().type("service:por"));
        assertThat(labels()).hasText(new String[] {"portal"});
        page.waitForResponse("**/api/logs?q=service*t&**", () -> page.keyboard().type("t"));
        assertThat(labels()).hasText(new String[] {"portal"});
        assertThat(page).not().hasURL(Pattern.compile("q="));
        page.keyboard().press("Escape");
        page.keyboard().press("Escape");
        assertThat(page).hasURL(Pattern.compile("\\?q=service%3Aport$"));
    }

    @Test
    void whatIsNoQueryCanBeSearchedForAsText() {
        tailrace.sender().send("portal", "info", "He said: \"No (not now)");
        tailrace.sender().send("portal", "info", "Nothing");
        Page page = tailrace.open("/?q=portal");
        input().fill("said: \"No (");
        page.locator(".query-fault button").click();
        ShownEntries.are(tailrace.tab(), "He said: \"No (not now)");
        assertThat(input()).hasValue("");
        assertThat(page.locator(".chip[data-key=search]")).containsText("text has said: \"No (");
        assertThat(page).not().hasURL(Pattern.compile("[?&]q="));
    }

    @Test
    void aTagIsCompletedBehindItsSign() {
        tailrace.sender().send("{\"service\":\"shop\",\"level\":\"info\",\"message\":\"Paid\",\"tags\":[\"payment\"]}");
        tailrace.sender().send("shop", "info", "Asked");
        tailrace.open("/");
        input().pressSequentially("#pa");
        assertThat(labels()).hasText(new String[] {"payment"});
        input().press("Tab");
        assertThat(input()).hasValue("#payment ");
        ShownEntries.are(tailrace.tab(), "Paid");
    }

    @Test
    void whereAQueryThatMatchesNothingWouldMatchIsSaidAndAskedAtAClick() {
        tailrace.sender().send("""
                {"service":"portal","level":"info","message":"Signed in","metadata":{"agent":"Firefox/145"}}""");
        tailrace.open("/");
        assertThat(tailrace.tab().messages()).hasCount(1);
        input().fill("message:Firefox level:info");
        input().press("Enter");
        assertThat(hint()).containsText("Nothing matches. 1 entry has it in metadata.agent.");
        hint().locator("button").click();
        ShownEntries.are(tailrace.tab(), "Signed in");
        assertThat(input()).hasValue("level:info AND \"firefox\"");
        assertThat(hint()).isEmpty();

        input().fill("agnet:*");
        input().press("Enter");
        assertThat(hint()).containsText("No entry has metadata.agnet. Did you mean metadata.agent?");
        tailrace.sender().send("{\"service\":\"s\",\"level\":\"info\",\"message\":\"It has\",\"agnet\":1}");
        ShownEntries.are(tailrace.tab(), "It has");
        assertThat(hint()).isEmpty();

        Page page = tailrace.open("/?search=firefox");
        hint().locator("button").click();
        ShownEntries.are(tailrace.tab(), "Signed in");
        assertThat(page.locator(".chip[data-key=search]")).hasCount(0);
    }

    @Test
    void recentQueriesAreOfferedUntilTheyAreForgotten() {
        Page page = tailrace.open("/");
        ask(page, "alpha");
        ask(page, "beta");
        ask(page, "");
        input().press("ArrowDown");
        assertThat(labels()).hasText(new String[] {"beta", "alpha", "Clear recent queries"});
        input().press("ArrowDown");
        input().press("ArrowDown");
        input().press("Enter");
        assertThat(input()).hasValue("alpha");
        assertThat(page).hasURL(Pattern.compile("q=alpha$"));

        Locator recent = page.locator("button[aria-label='Recent queries']");
        recent.click();
        assertThat(labels()).hasText(new String[] {"alpha", "beta", "Clear recent queries"});
        labels().last().click();
        recent.click();
        assertThat(labels()).hasText(new String[] {"No query was asked yet."});
    }

    @Test
    void aLinkWithABrokenQuerySaysWhatIsWrongWithIt() {
        tailrace.open("/?q=a%20%28");
        assertThat(explanation()).containsText("Expected a word or a field");
        assertThat(fault()).hasCount(1);
        assertThat(input()).hasValue("a (");
    }

    private static void ask(Page page, String query) {
        input().fill(query);
        input().press("Enter");
        assertThat(page).hasURL(Pattern.compile(query.isEmpty() ? "/$" : "q=" + query + "$"));
    }

    private static Locator input() {
        return tailrace.page().locator("filter-bar textarea");
    }

    private static Locator labels() {
        return tailrace.page().locator(".offer-label");
    }

    private static Locator fault() {
        return tailrace.page().locator(".query-colours .fault");
    }

    private static Locator hint() {
        return tailrace.page().locator(".query-hint");
    }

    private static Locator explanation() {
        return tailrace.page().locator(".query-fault");
    }
}
