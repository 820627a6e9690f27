package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That the address holds the view, so that a link shows the same to whoever opens it. */
final class AddressTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    @Test
    void aLinkShowsTheSameViewToSomebodyElse() {
        sendMixed();
        Page page = tailrace.open("/?service=portal&level=error&q=message:fail&columns=metadata.host,level");
        assertThat(tailrace.tab().messages()).hasText(new Pattern[] {Pattern.compile("^It failed")});
        page.locator(".entry .time").click();
        assertThat(page.locator("entry-details")).isVisible();
        assertThat(page).hasURL(Pattern.compile("entry=2$"));

        try (OpenPage another = OpenPage.in(tailrace.chromium())) {
            another.open(URI.create(page.url()));
            assertThat(another.messages()).hasText(new Pattern[] {Pattern.compile("^It failed")});
            assertThat(another.page().locator("entry-details")).isVisible();
            assertThat(another.page().locator("log-list .head"))
                    .hasText(new String[] {"time", "host", "level", "message"});
            assertThat(another.page().locator(".entry [data-field='metadata.host']"))
                    .hasText("a1");
            assertThat(another.complaints()).isEmpty();
        }
    }

    @Test
    void theBrowsersBackButtonLeadsToTheFilterBefore() {
        sendMixed();
        Page page = tailrace.open("/?service=portal");
        assertThat(tailrace.tab().entries()).hasCount(2);
        page.evaluate("""
                () => document.dispatchEvent(new CustomEvent('refine',
                  { detail: { field: 'level', value: 'error', exclude: false } }))
                """);
        assertThat(tailrace.tab().entries()).hasCount(1);
        assertThat(page).hasURL(Pattern.compile("level=error"));

        page.goBack();
        assertThat(tailrace.tab().entries()).hasCount(2);
        assertThat(page).hasURL(Pattern.compile("\\?service=portal$"));
        assertThat(tailrace.tab().sockets()).isEqualTo(1);
    }

    @Test
    void aLinkToAnEntryOpensItWhereItStandsInTheLog() {
        tailrace.sender().sendMany(1500, "portal", "info", "Entry");
        Page page = tailrace.open("/?entry=700");
        assertThat(page.locator(".row.is-selected .entry")).hasAttribute("data-id", "700");
        assertThat(page.locator(".row.is-selected .entry")).isInViewport();
        assertThat(page.locator("entry-details")).isVisible();
        assertThat(tailrace.tab().newest()).isVisible();
        assertThat(tailrace.tab().shownIds()).contains(690L, 700L);

        tailrace.tab().newest().click();
        assertThat(tailrace.tab().messages().last()).hasText("Entry 1500");
        tailrace.sender().send("portal", "info", "Live");
        assertThat(tailrace.tab().messages().last()).hasText("Live");
    }

    @Test
    void aRangeThatIsFixedShowsThePastAndNothingThatComes() {
        tailrace.sender().send("""
                {"service":"portal","level":"info","message":"Inside","timestamp":"2026-11-22T10:30:00Z"}""");
        tailrace.sender().send("""
                {"service":"portal","level":"info","message":"Outside","timestamp":"2026-11-22T11:00:00Z"}""");
        Page page = tailrace.open("/?from=2026-11-22T10:00:00Z&to=2026-11-22T11:00:00Z");
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Inside"});
        assertThat(tailrace.tab().state()).hasText("Past");
        tailrace.sender().send("""
                {"service":"portal","level":"info","message":"Late, but inside","timestamp":"2026-11-22T10:40:00Z"}""");
        page.reload();
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Inside", "Late, but inside"});
        assertThat(tailrace.tab().state()).hasText("Past");

        page.keyboard().press("f");
        assertThat(tailrace.tab().messages())
                .hasText(new String[] {"Inside", "Outside", "20 min late Late, but inside"});
        assertThat(tailrace.tab().state()).hasText("Following");
        tailrace.sender().send("portal", "info", "Live");
        assertThat(tailrace.tab().messages().last()).hasText("Live");
        assertThat(page).hasURL(tailrace.server().http("/").toString());
    }

    @Test
    void aLinkThatTheServerRefusesSaysWhy() {
        tailrace.open("/?level=loud");
        assertThat(tailrace.tab().state()).hasAttribute("data-state", "refused");
        assertThat(tailrace.tab().state()).hasText(Pattern.compile("Not connected\\. .*loud.*"));
    }

    @Test
    void aViewThatTheServerRefusesShowsNothingOfTheOneBefore() {
        sendMixed();
        Page page = tailrace.open("/");
        assertThat(tailrace.tab().entries()).hasCount(3);
        page.evaluate("""
                () => {
                  history.pushState(null, '', '?q=level%3Aloud');
                  dispatchEvent(new PopStateEvent('popstate'));
                }
                """);
        assertThat(page.locator(".edge").first()).containsText("Older entries did not come. Expected a level");
        assertThat(tailrace.tab().entries()).hasCount(0);

        page.goBack();
        assertThat(tailrace.tab().entries()).hasCount(3);
        assertThat(tailrace.tab().sockets()).isEqualTo(1);
    }

    @Test
    void columnsKeepTheWidthThatTheyWereDraggedTo() {
        sendMixed();
        Page page = tailrace.open("/");
        assertThat(tailrace.tab().entries()).hasCount(3);
        double before = widthOfService(page);
        page.locator("log-list .handle").nth(2).focus();
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("log-list .handle").nth(2)).hasAttribute("aria-valuenow", "15");
        page.reload();
        assertThat(tailrace.tab().entries()).hasCount(3);
        assertThat(widthOfService(page)).isGreaterThan(before);

        var handle = page.locator("log-list .handle").nth(2).boundingBox();
        page.mouse().move(handle.x + 2, handle.y + 5);
        page.mouse().down();
        page.mouse().move(handle.x + 102, handle.y + 5);
        page.mouse().up();
        assertThat(widthOfService(page)).isGreaterThan(before + 90);
    }

    private static double widthOfService(Page page) {
        return page.locator(".entry [data-field=service]").first().boundingBox().width;
    }

    private static void sendMixed() {
        tailrace.sender().send("portal", "info", "It went well");
        tailrace.sender().send("""
                {"service":"portal","level":"error","message":"It failed","metadata":{"host":"a1"}}""");
        tailrace.sender().send("billing", "error", "It failed, too");
    }
}
