package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Live and past in one list. */
final class LiveListTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    @Test
    void entriesAppearAsTheyAreSent() {
        tailrace.sender().send("portal", "info", "Before the page was opened");
        tailrace.open("/");
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Before the page was opened"});
        assertThat(tailrace.tab().state()).hasText("Following");

        tailrace.sender().send("portal", "warn", "While it is open");
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Before the page was opened", "While it is open"});
        assertThat(tailrace.tab().entries().last()).hasAttribute("data-level", "warn");
        assertThat(tailrace.tab().shownIds()).containsExactly(1L, 2L);
    }

    @Test
    void aReaderWhoScrolledUpKeepsTheirPlaceUntilTheyWantTheNewest() {
        tailrace.sender().sendMany(150, "portal", "info", "Old");
        openAtTheNewest("Old 150");
        scroll(-600);
        assertThat(tailrace.tab().newest()).hasText("↓ Newest");
        Object id = tailrace.page().evaluate(AN_ID_IN_SIGHT);
        BoundingBox place = placeOf(id);

        tailrace.sender().sendMany(20, "portal", "info", "New");
        assertThat(tailrace.tab().newest()).hasText("↓ 20 new");
        assertThat(placeOf(id).y).isEqualTo(place.y);

        tailrace.tab().newest().click();
        assertThat(tailrace.tab().messages().last()).hasText("New 20");
        assertThat(tailrace.tab().messages().last()).isInViewport();
        assertThat(tailrace.tab().newest()).isHidden();

        tailrace.sender().send("portal", "info", "The newest");
        assertThat(tailrace.tab().messages().last()).hasText("The newest");
        assertThat(tailrace.tab().messages().last()).isInViewport();
    }

    @Test
    void olderPagesComeWithoutAJumpBackToTheFirstEntry() {
        tailrace.sender().sendMany(2500, "portal", "info", "Entry");
        openAtTheNewest("Entry 2500");
        String jumps = (String) tailrace.page().evaluate("""
                async () => {
                  const view = document.querySelector('log-list .view');
                  const frame = () => new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
                  const jumps = [];
                  for (let step = 0; view.scrollTop > 0 || !/first entry/.test(document.querySelector('.edge').textContent); step += 1) {
                    if (step > 2000) return `no first entry after ${step} steps`;
                    const room = view.getBoundingClientRect();
                    const watched = [...document.querySelectorAll('.entry')].find((row) => row.getBoundingClientRect().top > room.top);
                    const before = watched.getBoundingClientRect().top;
                    const up = Math.min(200, view.scrollTop);
                    view.scrollTop -= up;
                    await frame();
                    await frame();
                    const moved = watched.getBoundingClientRect().top - before;
                    if (watched.isConnected && Math.abs(moved - up) > 1) jumps.push(`${watched.dataset.id}: ${moved} for ${up}`);
                  }
                  return jumps.join(', ');
                }
                """);
        assertThat(jumps).isEmpty();
        assertThat(tailrace.tab().messages().first()).hasText("Entry 1");
        assertThat(tailrace.tab().messages().first()).isInViewport();
    }

    @Test
    void aReaderAtTheUpperEdgeKeepsTheirPlaceWhenOlderPagesComeLate() {
        tailrace.sender().sendMany(1500, "portal", "info", "Entry");
        openAtTheNewest("Entry 1500");
        delayAnswers(300);
        int pages = 0;
        while (!tailrace.tab().shownIds().contains(1L)) {
            Object moved = tailrace.page().evaluate(TO_THE_EDGE_AND_ONE_PAGE_MORE);
            assertThat(((Number) moved).doubleValue()).as("page %d", pages).isBetween(-1.0, 1.0);
            pages++;
        }
        assertThat(pages).isBetween(6, 9);
    }

    /** Scrolls to the very edge while the page above it is on its way; how far its arrival moves the entry at the top. */
    private static final String TO_THE_EDGE_AND_ONE_PAGE_MORE = """
            async () => {
              const view = document.querySelector('log-list .view');
              const frame = () => new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
              while (view.ariaBusy === 'true') await frame();
              view.scrollTop = 0;
              await frame();
              await frame();
              const first = document.querySelector('.entry').dataset.id;
              const place = () => document.querySelector(`.entry[data-id="${first}"]`)?.getBoundingClientRect().top ?? NaN;
              const before = place();
              while (view.ariaBusy === 'true' || (first !== '1' && document.querySelector(`.entry[data-id="${first - 1}"]`) === null)) {
                await frame();
              }
              return place() - before;
            }
            """;

    @Test
    void whatIsReadFromTheFirstEntryToTheNewestHasNoHole() {
        // More than the page holds at once, so that it lets go what lies far behind the reader.
        for (int post = 0; post < 8; post++) {
            tailrace.sender().sendMany(500, "portal", "info", "Post " + post);
        }
        openAtTheNewest("Post 7 500");
        assertThat(tailrace.tab().readThrough())
                .isEqualTo(LongStream.rangeClosed(1, 4000).boxed().toList());

        tailrace.sender().send("portal", "info", "Live again");
        assertThat(tailrace.tab().messages().last()).hasText("Live again");
    }

    @Test
    void onlyWhatIsInSightIsDrawn() {
        tailrace.open("/");
        for (int post = 0; post < 40; post++) {
            tailrace.sender().sendMany(100, "portal", "info", "Post " + post);
        }
        assertThat(tailrace.tab().messages().last()).hasText("Post 39 100");
        assertThat(tailrace.tab().entries().count()).isBetween(20, 80);
    }

    @Test
    void whatComesOftenIsDrawnSomeTimesASecond() {
        tailrace.open("/");
        tailrace.page().evaluate("""
                () => {
                  globalThis.draws = 0;
                  globalThis.begun = performance.now();
                  new MutationObserver(() => (draws += 1)).observe(document.querySelector('log-list .shown'), { childList: true });
                }
                """);
        for (int i = 0; i < 150; i++) {
            tailrace.sender().send("portal", "info", "Often " + i);
        }
        assertThat(tailrace.tab().messages().last()).hasText("Often 149");
        assertThat(tailrace.page().evaluate("draws <= 2 + (performance.now() - begun) / 100"))
                .isEqualTo(true);
    }

    @Test
    void rowsOfAnyHeightStandOneBelowTheOther() {
        tailrace.sender().sendMany(100, "portal", "info", "Short");
        tailrace.sender().send("portal", "info", "x".repeat(3000));
        tailrace.sender().sendMany(100, "portal", "info", "Short again");
        openAtTheNewest("Short again 100");
        Page page = tailrace.page();
        page.keyboard().press("k");
        page.keyboard().press("k");
        page.keyboard().press("Enter");
        assertThat(page.locator("entry-details")).isVisible();
        for (int step = 0; step < 6; step++) {
            scroll(-400);
            assertThat(overlaps()).isEmpty();
        }
        page.keyboard().press("g");
        assertThat(tailrace.tab().messages().first()).hasText("Short 1");
        assertThat(overlaps()).isEmpty();
    }

    @Test
    void anEmptyViewSaysSoAndFillsItself() {
        tailrace.sender().send("billing", "info", "Of another service");
        tailrace.open("/?service=portal");
        assertThat(tailrace.page().locator(".edge").first())
                .hasText("No entry for service portal yet. The first one appears here.");

        tailrace.sender().send("portal", "info", "Here");
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Here"});
    }

    private static final String AN_ID_IN_SIGHT = """
            () => {
              const top = document.querySelector('log-list .view').getBoundingClientRect().top;
              const rows = [...document.querySelectorAll('.entry')];
              return rows.find((row) => row.getBoundingClientRect().top > top + 50).dataset.id;
            }
            """;

    private static void openAtTheNewest(String message) {
        tailrace.open("/");
        assertThat(tailrace.tab().messages().last()).hasText(message);
        assertThat(tailrace.tab().state()).hasText("Following");
    }

    /** Turns the wheel, and waits until the list has moved and stands still again. */
    private static void scroll(int pixels) {
        tailrace.page().hover("log-list .view");
        Object before = tailrace.page().evaluate("() => document.querySelector('log-list .view').scrollTop");
        tailrace.page().mouse().wheel(0, pixels);
        tailrace.page().evaluate("""
                async (before) => {
                  const view = document.querySelector('log-list .view');
                  const places = [before, NaN, NaN];
                  while (places.at(-1) === before || places.slice(-3).some((place) => place !== places.at(-1))) {
                    await new Promise((next) => requestAnimationFrame(next));
                    places.push(view.scrollTop);
                  }
                }
                """, before);
    }

    /** From now on the page's questions are answered so much later. */
    private static void delayAnswers(int millis) {
        CDPSession session = tailrace.page().context().newCDPSession(tailrace.page());
        JsonObject conditions = new JsonObject();
        conditions.addProperty("offline", false);
        conditions.addProperty("latency", millis);
        conditions.addProperty("downloadThroughput", -1);
        conditions.addProperty("uploadThroughput", -1);
        session.send("Network.enable");
        session.send("Network.emulateNetworkConditions", conditions);
    }

    private static BoundingBox placeOf(Object id) {
        return tailrace.page().locator(".entry[data-id='" + id + "']").boundingBox();
    }

    /** Where a drawn row does not begin where the one before it ends. */
    private static List<?> overlaps() {
        return (List<?>) tailrace.page().evaluate("""
                async () => {
                  await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
                  const boxes = [...document.querySelectorAll('log-list .row')].map((row) => row.getBoundingClientRect());
                  return boxes.filter((box, i) => i > 0 && Math.abs(box.top - boxes[i - 1].bottom) > 0.1).map(({ top }) => top);
                }
                """);
    }
}
