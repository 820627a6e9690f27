package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The line of an entry: its columns, its message on one line, and its values, which can be clicked. */
final class EntryRowTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    private static final String ORDER = """
            {"service":"shop","level":"warn","message":"Order placed","tags":["order","eu"],"user_id":7,"trace_id":"t1",
             "metadata":{"http":{"status":503},"a.b":"dotted","long":"%s"}}
            """.formatted("x".repeat(300));

    @Test
    void aColumnShowsAnyFieldAndIsEmptyWhereItIsAbsent() {
        tailrace.sender().send(ORDER);
        tailrace.sender().send("shop", "info", "Bare");
        tailrace.open("/?columns=level,tags,metadata.http.status,metadata.%22a.b%22,user_id,metadata.long");
        assertThat(row(0).locator(".column"))
                .hasText(new String[] {"warn", "ordereu", "503", "dotted", "7", "x".repeat(300)});
        assertThat(row(1).locator(".column")).hasText(new String[] {"info", "", "", "", "", ""});

        Locator long_ = row(0).locator("[data-field='metadata.long']");
        assertThat(long_).hasAttribute("title", "x".repeat(300));
        assertThat(long_).hasCSS("text-overflow", "ellipsis");
        assertThat(row(0).locator(".time")).hasAttribute("title", Pattern.compile("happened .*Z\nstored .*Z\nentry 1"));
    }

    @Test
    void whatIsNoColumnStandsBehindTheMessageIfThePersonWantsIt() {
        tailrace.sender().send(ORDER);
        tailrace.open("/?columns=metadata.http.status,tags");
        assertThat(row(0).locator(".details .value"))
                .hasText(new String[] {"user_id=7", "a.b=dotted", "long=" + "x".repeat(55) + "…"});
        set("{ details: false }");
        assertThat(row(0).locator(".details")).hasCount(0);
    }

    @Test
    void theWordsOfTheFilterAreMarkedAcrossColours() {
        tailrace.sender().send(message("An Or\\u001b[31mder\\u001b[0m and an ORDER"));
        tailrace.open("/?search=order");
        assertThat(row(0).locator("mark")).hasText(new String[] {"Or", "der", "ORDER"});
        assertThat(tailrace.tab().messages()).hasText(new String[] {"An Order and an ORDER"});
        assertThat(row(0).locator(".ansi")).hasClass(Pattern.compile("ink-1"));
    }

    @Test
    void aMessageOfSeveralLinesIsFoldedToOne() {
        tailrace.sender()
                .send(message("Failed\\njava.io.IOException: gone\\n\\tat a.B.c(B.java:1)\\n\\tat a.B.d(B.java:2)\\n"));
        tailrace.sender().send(message("{\\n  \\\"event\\\": \\\"paid\\\",\\n  \\\"n\\\": 12345678901234567890\\n}"));
        tailrace.sender().send(message("one\\r\\ntwo"));
        tailrace.open("/");
        assertThat(row(0).locator(".text")).hasText("Failed");
        assertThat(row(0).locator(".trace")).hasText("java.io.IOException: gone at a.B.c(B.java:1)");
        assertThat(row(0).locator(".fold")).hasText("⋯ 4 lines");
        assertThat(row(1).locator(".text")).hasText("{ \"event\": \"paid\", \"n\": 12345678901234567890 }");
        assertThat(row(2).locator(".text")).hasText("one");

        row(0).locator(".fold").click();
        assertThat(tailrace.page().locator("entry-details .stack")).containsText("at a.B.d(B.java:2)");
    }

    @Test
    void aLongLineIsWrappedUpToABoundOrCut() {
        tailrace.sender().send("shop", "info", "Short");
        tailrace.sender().send("shop", "info", "word ".repeat(40_000));
        tailrace.open("/");
        assertThat(row(1).locator(".fold")).hasText("⋯ 199,999 characters");
        double line = height(row(0));
        assertThat(height(row(1))).isBetween(10 * line, 14.5 * line);
        set("{ lines: 'cut' }");
        assertThat(tailrace.page().locator("html")).hasAttribute("data-lines", "cut");
        assertThat(height(row(1))).isLessThan(1.5 * line);
        assertThat(row(1).locator(".fold")).isVisible();
    }

    @Test
    void aClickOnAValueOffersToFilterForItAndToExcludeIt() {
        tailrace.sender().send(ORDER);
        tailrace.sender().send("portal", "info", "Other");
        Page page = tailrace.open("/");
        row(0).locator(".value", containing("http.status")).click();
        item("Exclude it").click();
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Other"});
        assertThat(page).hasURL(Pattern.compile("q=-metadata.http.status%3A503"));
        page.goBack();
        assertThat(tailrace.tab().entries()).hasCount(2);
        row(0).locator("[data-field=service] .value").click();
        item("Filter for it").click();
        assertThat(tailrace.tab().entries()).hasCount(1);
        assertThat(page).hasURL(Pattern.compile("service=shop"));
    }

    @Test
    void aClickOnAValueMakesItAColumnAndHidesIt() {
        tailrace.sender().send(ORDER);
        Page page = tailrace.open("/");
        row(0).locator(".value", containing("http.status")).click();
        item("Show as a column").click();
        Locator column = row(0).locator("[data-field='metadata.http.status'] .value");
        assertThat(column).hasText("503");
        column.click();
        item("Hide the column").click();
        assertThat(column).hasCount(0);
        assertThat(page.locator("entry-details")).hasCount(0);
    }

    @Test
    void aValueIsCopiedWhole() {
        tailrace.sender().send(ORDER);
        Page page = tailrace.open("/");
        row(0).locator(".value", containing("long=")).click();
        item("Copy").click();
        assertThat(page.locator("#announcements")).hasText("Copied.");
        assertThat(Pasted.into(page)).isEqualTo("x".repeat(300));
    }

    @Test
    void theMenuOfAValueIsReachedWithTheKeyboard() {
        tailrace.sender().send(ORDER);
        tailrace.sender().send("portal", "info", "Other");
        Page page = tailrace.open("/");
        assertThat(tailrace.tab().entries()).hasCount(2);
        page.keyboard().press("j");
        page.keyboard().press("k");
        assertThat(row(0)).isFocused();
        page.keyboard().press("Tab");
        page.keyboard().press("Tab");
        assertThat(row(0).locator("[data-field=service] .value")).isFocused();
        page.keyboard().press("Enter");
        assertThat(item("Filter for it")).isFocused();
        page.keyboard().press("Escape");
        assertThat(row(0).locator("[data-field=service] .value")).isFocused();
        assertThat(page.getByRole(AriaRole.MENU)).isHidden();
        page.keyboard().press("Enter");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Other"});
    }

    private static Locator row(int index) {
        return tailrace.tab().entries().nth(index);
    }

    private static Locator item(String name) {
        return tailrace.page().getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(name));
    }

    private static Locator.LocatorOptions containing(String text) {
        return new Locator.LocatorOptions().setHasText(text);
    }

    private static double height(Locator row) {
        return ((Number) row.evaluate("(row) => row.getBoundingClientRect().height")).doubleValue();
    }

    private static void set(String settings) {
        tailrace.page()
                .evaluate("document.dispatchEvent(new CustomEvent('settings-change', { detail: " + settings + " }))");
    }

    private static String message(String escaped) {
        return "{\"service\":\"shop\",\"level\":\"info\",\"message\":\"" + escaped + "\"}";
    }
}
