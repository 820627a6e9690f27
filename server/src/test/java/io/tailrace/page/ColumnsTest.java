package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which fields stand between time and message is chosen in the menu, and kept in the address. */
final class ColumnsTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    @Test
    void aFieldThatWasSeenBecomesAColumnAndAPartOfTheAddress() {
        send("{\"host\":\"a1\",\"http\":{\"status\":500}}");
        send("{\"host\":\"a2\"}");
        Page page = openColumns("/");
        assertThat(offer("metadata.host")).containsText("in 2 of 2");
        assertThat(offer("metadata.http.status")).containsText("in 1 of 2");

        offer("metadata.http.status").click();
        assertThat(cells("metadata.http.status")).hasText(new String[] {"500", ""});
        assertThat(address(page)).endsWith("?columns=level,service,metadata.http.status");

        page.reload();
        assertThat(cells("metadata.http.status")).hasText(new String[] {"500", ""});
    }

    @Test
    void columnsAreMovedAndRemovedByKeyboardAndTheUsualOnesComeBack() {
        send("{}");
        Page page = openColumns("/");
        page.getByLabel("Move service earlier").press("Enter");
        assertThat(chosen()).hasText(new String[] {"service", "level"});
        assertThat(page.getByLabel("Move service later")).isFocused();

        page.getByLabel("Remove level").press("Enter");
        assertThat(chosen()).hasText(new String[] {"service"});
        assertThat(page.getByLabel("Remove service")).isFocused();
        assertThat(address(page)).endsWith("?columns=service");
        assertThat(page.locator(".entry > .column")).hasCount(1);

        page.getByText("Usual columns").click();
        assertThat(chosen()).hasText(new String[] {"level", "service"});
        assertThat(address(page)).endsWith("/");
    }

    @Test
    void aFieldCanBeTypedAndAnotherNameIsExplained() {
        send("{}");
        Page page = openColumns("/");
        Locator typed = page.getByLabel("Find or type a field");
        typed.fill("host");
        typed.press("Enter");
        assertThat(page.locator("columns-panel [role=alert]"))
                .hasText("host is no field of an entry. In its metadata it is metadata.host.");

        typed.fill("metadata.host");
        typed.press("Enter");
        assertThat(chosen()).hasText(new String[] {"level", "service", "metadata.host"});
        assertThat(page.locator("columns-panel [role=alert]")).hasText("");
    }

    @Test
    void onlyEntriesOfThisViewAreLookedAt() {
        send("{\"seen\":1}");
        tailrace.sender()
                .send("{\"service\":\"other\",\"level\":\"info\",\"message\":\"m\",\"metadata\":{\"hidden\":1}}");
        openColumns("/?service=portal");
        assertThat(offer("metadata.seen")).containsText("in 1 of 1");
        assertThat(offer("metadata.hidden")).hasCount(0);
    }

    @Test
    void sevenColumnsGiveWayToTheMessage() {
        send("{\"host\":\"a1\",\"path\":\"/orders/of/a/long/path\"}");
        tailrace.page().setViewportSize(1024, 700);
        tailrace.open("/?columns=level,service,tags,trace_id,user_id,metadata.host,metadata.path");
        assertThat(tailrace.page().locator(".entry > .column")).hasCount(7);
        BoundingBox message = tailrace.tab().messages().boundingBox();
        assertThat(message.width).isGreaterThan(300);
        assertThat(message.x + message.width).isLessThanOrEqualTo(1024);
        assertThat(
                        tailrace.page()
                                .evaluate(
                                        "() => { const v = document.querySelector('log-list .view'); return v.scrollWidth - v.clientWidth }"))
                .isEqualTo(0);
    }

    @Test
    void moreColumnsThanFitAreScrolledSidewaysTogetherWithTheirHeads() {
        for (int i = 0; i < 50; i++) {
            send("{\"host\":\"a1\"}");
        }
        Page page = tailrace.page();
        page.setViewportSize(1024, 700);
        tailrace.open(
                "/?columns=level,service,tags,trace_id,span_id,user_id,id,metadata.a,metadata.b,metadata.c,metadata.d,metadata.host");
        assertThat(tailrace.tab().entries().count()).isGreaterThan(15);
        assertThat(tailrace.tab().messages().first()).hasText("m");
        assertThat(tailrace.tab().messages().last().boundingBox().width).isGreaterThan(300);
        assertThat(page.locator("log-list .row").nth(1).boundingBox().height).isLessThan(30);

        page.evaluate("document.querySelector('log-list .view').scrollLeft = 10_000");
        BoundingBox head = page.locator("log-list .head").last().boundingBox();
        BoundingBox message = tailrace.tab().messages().last().boundingBox();
        assertThat(message.x).isBetween(head.x - 1, head.x + 1);
        assertThat(message.x + message.width).isLessThanOrEqualTo(1024);
    }

    @Test
    void numbersStandAtTheRightOfTheirColumn() {
        send("{\"ms\":7,\"text\":\"7\"}");
        tailrace.open("/?columns=metadata.ms,metadata.text,id");
        assertThat(cells("metadata.ms")).hasCSS("text-align", Pattern.compile("end|right"));
        assertThat(cells("id")).hasCSS("text-align", Pattern.compile("end|right"));
        assertThat(cells("metadata.text")).not().hasCSS("text-align", Pattern.compile("end|right"));
    }

    @Test
    void theTimeIsAsWideAsItsText() {
        send("{}");
        tailrace.open("/");
        Locator time = tailrace.page().locator(".entry > .time");
        String fits = "(time) => time.scrollWidth <= time.clientWidth && time.clientWidth < time.scrollWidth + 12";
        assertThat(time.evaluate(fits)).isEqualTo(true);
        tailrace.page()
                .evaluate(
                        "document.dispatchEvent(new CustomEvent('settings-change', { detail: { times: 'relative' } }))");
        assertThat(time).hasText(Pattern.compile("ago|now"));
        assertThat(time.evaluate("(time) => time.clientWidth < 90 && time.scrollWidth <= time.clientWidth"))
                .isEqualTo(true);
    }

    private static Page openColumns(String path) {
        Page page = tailrace.open(path);
        ViewMenu.of(page).open("Columns");
        return page;
    }

    private static Locator chosen() {
        return tailrace.page().locator("columns-panel .chosen .field");
    }

    private static Locator offer(String field) {
        Page page = tailrace.page();
        return page.locator("columns-panel .offered button")
                .filter(new Locator.FilterOptions()
                        .setHas(page.getByText(field, new Page.GetByTextOptions().setExact(true))));
    }

    private static Locator cells(String field) {
        return tailrace.page().locator(".entry > .column[data-field='" + field + "']");
    }

    private static String address(Page page) {
        return URLDecoder.decode(page.url(), StandardCharsets.UTF_8);
    }

    private static void send(String metadata) {
        tailrace.sender()
                .send("{\"service\":\"portal\",\"level\":\"info\",\"message\":\"m\",\"metadata\":" + metadata + "}");
    }
}
