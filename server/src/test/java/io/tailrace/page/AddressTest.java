package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.List;
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

    /** The ids in the order in which they stand, from the top to where the range ends. */
    private static final String READ_THROUGH = """
            async () => {
              const view = document.querySelector('log-list .view');
              const read = new Set();
              const frame = () => new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
              for (let isAtEnd = false; !isAtEnd; ) {
                const before = view.scrollTop;
                document.querySelectorAll('.entry').forEach((row) => read.add(row.dataset.id));
                view.scrollTop += view.clientHeight / 2;
                await frame();
                await frame();
                while (view.ariaBusy === 'true') await frame();
                isAtEnd = view.scrollTop === before && /The range ends here/.test(view.textContent);
              }
              return [...read].join(' ');
            }
            """;

    /** Sent late, it stands where it belongs. */
    @Test
    void aRangeThatIsFixedIsInTheOrderOfTime() {
        for (int i = 0; i < 500; i++) {
            int minute = (i * 7) % 50;
            tailrace.sender().send("""
                    {"service":"portal","level":"info","message":"%02d of %03d","timestamp":"2026-11-22T10:%02d:00Z"}""".formatted(minute, i, minute));
        }
        Page page = tailrace.open("/?from=2026-11-22T10:00:00Z&to=2026-11-22T11:00:00Z");
        assertThat(tailrace.tab().messages().last()).hasText("49 of 457");
        page.keyboard().press("g");
        assertThat(tailrace.tab().messages().first()).hasText("00 of 000");
        List<Long> read = Pattern.compile(" ")
                .splitAsStream(String.valueOf(page.evaluate(READ_THROUGH)))
                .map(Long::valueOf)
                .toList();
        assertThat(read).hasSize(500).doesNotHaveDuplicates();
        assertThat(read.subList(0, 12))
                .isEqualTo(List.of(1L, 51L, 101L, 151L, 201L, 251L, 301L, 351L, 401L, 451L, 44L, 94L));

        page = tailrace.open("/?from=2026-11-22T10:00:00Z&to=2026-11-22T11:00:00Z&entry=94");
        assertThat(page.locator(".row.is-selected .entry")).hasAttribute("data-id", "94");
        assertThat(tailrace.tab().shownIds()).containsSubsequence(44L, 94L);
    }

    @Test
    void anEntryOutsideTheViewIsShownWithAWayToIt() {
        tailrace.sender().send("billing", "warn", "The one that is meant");
        tailrace.sender().send("portal", "info", "Another");
        Page page = tailrace.open("/?service=portal&entry=1");
        assertThat(page.locator(".elsewhere")).containsText("Entry 1 is not in this view:");
        assertThat(page.locator(".elsewhere")).containsText("The one that is meant");
        page.locator(".elsewhere a").click();
        assertThat(page).hasURL(tailrace.server().http("/?entry=1").toString());
        assertThat(page.locator("entry-details")).containsText("billing");
        assertThat(page.locator(".elsewhere")).hasCount(0);

        page = tailrace.open("/?entry=99");
        assertThat(page.locator(".elsewhere")).containsText("Entry 99 is not kept any more, or there never was one.");
    }

    @Test
    void anEntryInTheViewIsOpenedAndNothingIsSaidOfIt() {
        tailrace.sender().sendMany(300, "portal", "info", "Entry");
        Page page = tailrace.open("/?entry=200");
        assertThat(page.locator("entry-details")).hasAttribute("aria-label", "Entry 200");
        page.locator("#histogram canvas").waitFor();
        assertThat(page.locator("#histogram")).hasAttribute("aria-busy", "false");
        assertThat(page.locator(".elsewhere")).hasCount(0);
    }

    @Test
    void aLinkThatTheServerRefusesSaysWhyOnceAtTheField() {
        Page page = tailrace.open("/?level=loud");
        assertThat(tailrace.tab().state()).hasAttribute("data-state", "refused");
        assertThat(tailrace.tab().state()).hasText("Not connected");
        assertThat(page.locator("filter-bar")).containsText("\"loud\" is not one of");
        assertThat(page.locator("header, time-histogram, log-list").getByText("not one of"))
                .hasCount(0);
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
        assertThat(page.locator("filter-bar")).containsText("found \"loud\"");
        assertThat(tailrace.tab().entries()).hasCount(0);
        assertThat(page.locator("log-list, time-histogram").getByText("loud")).hasCount(0);

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
