package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.KeyboardModifier;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows that are copied come as one line each, whatever of them is drawn. */
final class CopiedRowsTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    private static final Pattern TAB = Pattern.compile("\t");

    @Test
    void rowsThatAreSelectedWithADragComeAsOneLineEach() {
        tailrace.sender().sendMany(5, "portal", "info", "Entry");
        open("Entry 5");
        BoundingBox from = tailrace.tab().entries().nth(1).locator(".text").boundingBox();
        BoundingBox to = tailrace.tab().entries().nth(3).locator(".text").boundingBox();
        Mouse mouse = tailrace.page().mouse();
        mouse.move(from.x + 3, from.y + from.height / 2);
        mouse.down();
        mouse.move(to.x + to.width - 3, to.y + to.height / 2, new Mouse.MoveOptions().setSteps(6));
        mouse.up();
        tailrace.page().keyboard().press("ControlOrMeta+C");
        assertThat(cells(Pasted.into(tailrace.page())))
                .containsExactly(
                        List.of("info", "portal", "Entry 2"),
                        List.of("info", "portal", "Entry 3"),
                        List.of("info", "portal", "Entry 4"));
    }

    @Test
    void aRangeIsChosenByShiftAndAClickAndCopiedThoughItIsNotDrawn() {
        tailrace.sender().sendMany(400, "portal", "info", "Entry");
        Page page = open("Entry 400");
        shiftClick(400);
        page.keyboard().press("g");
        assertThat(tailrace.tab().messages().first()).hasText("Entry 1");
        shiftClick(3);
        assertThat(page.locator(".chosen-rows")).containsText("Entries 3 to 400 chosen");
        assertThat(page.locator(".row.is-chosen .entry").first()).hasAttribute("data-id", "3");
        assertThat(page.locator("entry-details")).hasCount(0);

        page.keyboard().press("c");
        assertThat(page.locator("log-list .passing")).hasText("398 entries copied.");
        assertThat(cells(Pasted.into(page)))
                .isEqualTo(IntStream.rangeClosed(3, 400)
                        .mapToObj(number -> List.of("info", "portal", "Entry " + number))
                        .toList());

        page.locator(".row.is-chosen .entry").first().focus();
        page.keyboard().press("Escape");
        assertThat(page.locator(".chosen-rows")).isHidden();
        assertThat(page.locator(".row.is-chosen")).hasCount(0);
    }

    @Test
    void aRangeIsChosenWithTheKeyboardAndCopiedWithTheBrowsersOwnKey() {
        tailrace.sender().sendMany(10, "portal", "info", "Entry");
        Page page = open("Entry 10");
        page.keyboard().press("k");
        page.keyboard().press("Shift+ArrowUp");
        page.keyboard().press("Shift+ArrowUp");
        assertThat(page.locator(".chosen-rows")).containsText("3 entries chosen");
        page.keyboard().press("ControlOrMeta+C");
        assertThat(page.locator("log-list .passing")).hasText("3 entries copied.");
        assertThat(cells(Pasted.into(page)))
                .extracting(List::getLast)
                .containsExactly("Entry 8", "Entry 9", "Entry 10");
    }

    @Test
    void aSheetGetsATableOfWhatTheColumnsShowAndNoFormula() {
        tailrace.sender().send(entry("=HYPERLINK(1)\\nand <b>more</b>", "{\"n\":-5,\"at\":\"@here\"}"));
        tailrace.sender().send(entry("tab\\there", "{}"));
        tailrace.open("/?columns=service,metadata.n,metadata.at");
        assertThat(tailrace.tab().entries()).hasCount(2);
        shiftClick(1);
        shiftClick(2);
        tailrace.page().context().grantPermissions(List.of("clipboard-write"));
        tailrace.page().keyboard().press("c");
        assertThat(tailrace.page().locator("log-list .passing")).hasText("2 entries copied.");
        tailrace.page().evaluate("""
                addEventListener('paste', ({ clipboardData }) => (globalThis.table = clipboardData.getData('text/html')))
                """);
        String text = Pasted.into(tailrace.page());
        String table = (String) tailrace.page().evaluate("table");
        assertThat(Pattern.compile("\\d{4}-[^\t]*Z").matcher(text).replaceAll("T"))
                .isEqualTo("""
                T\tportal\t-5\t'@here\t'=HYPERLINK(1) and <b>more</b>
                T\tportal\t\t\ttab here""");
        assertThat(table)
                .contains(
                        "<td>portal</td><td>-5</td><td>'@here</td><td>'=HYPERLINK(1) and &lt;b&gt;more&lt;/b&gt;</td></tr><tr>");
    }

    @Test
    void aPartOfOneMessageIsCopiedAsTheTextThatItIs() {
        tailrace.sender().send("portal", "info", "one two three");
        Page page = open("one two three");
        Locator text = tailrace.tab().entries().first().locator(".text");
        text.evaluate("(text) => getSelection().setBaseAndExtent(text.firstChild, 4, text.firstChild, 7)");
        page.keyboard().press("ControlOrMeta+C");
        assertThat(Pasted.into(page)).isEqualTo("two");
    }

    private static Page open(String newest) {
        Page page = tailrace.open("/");
        page.context().grantPermissions(List.of("clipboard-write"));
        assertThat(tailrace.tab().messages().last()).hasText(newest);
        return page;
    }

    private static void shiftClick(long id) {
        tailrace.page()
                .locator(".entry[data-id='" + id + "'] .text")
                .click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
    }

    /** Each line's cells but the time. */
    private static List<List<String>> cells(String copied) {
        return copied.lines()
                .map(line -> TAB.splitAsStream(line).skip(1).toList())
                .toList();
    }

    private static String entry(String message, String metadata) {
        return "{\"service\":\"portal\",\"level\":\"info\",\"message\":\"" + message + "\",\"metadata\":" + metadata
                + "}";
    }
}
