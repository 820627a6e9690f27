package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many entries there are over the view's time: counted, growing, and zoomed into. */
final class HistogramTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    /** An hour of which each bar is a minute. */
    @Test
    void aChartThatIsNotDrawnAnewYetWidensNothing() {
        tailrace.sender().send("portal", "info", "m");
        Page page = tailrace.open("/");
        assertThat(bars()).isVisible();
        page.locator("#histogram .uplot").waitFor();
        assertThat(page.evaluate("""
                () => {
                  document.querySelector('#histogram .uplot').style.width = '3000px';
                  return document.documentElement.scrollWidth;
                }
                """)).isEqualTo(1200);
    }

    private static final String AN_HOUR = "from=2026-03-22T10:00:00Z&to=2026-03-22T11:00:00Z";

    private static final String QUESTIONS = "**/api/logs/histogram?*";

    @Test
    void itsBarsHoldWhatTheServerCounts() {
        for (int i = 0; i < 120; i++) {
            sendAt(10, i / 2, i % 7 == 0 ? "error" : i % 3 == 0 ? "warn" : "info");
        }
        sendAt(9, 59, "fatal");
        sendAt(11, 0, "fatal");
        openAnHour();
        assertThat(summary()).hasText("120 entries · 1 min a bar");
        assertThat(legend("error")).hasText("18");
        assertThat(legend("fatal")).hasText("0");

        List<String> bars = new ArrayList<>();
        bars().focus();
        tailrace.page().keyboard().press("Home");
        for (int minute = 0; minute < 60; minute++) {
            bars.add(words().replaceFirst("^.*, (\\d+) entries.*$", "$1"));
            tailrace.page().keyboard().press("ArrowRight");
        }
        assertThat(bars).isEqualTo(tailrace.page().evaluate("""
                        async (question) => {
                          const answer = await (await fetch(`api/logs/histogram?${question}&interval=1m`)).json();
                          return answer.buckets.map(({ total }) => String(total));
                        }
                        """, AN_HOUR));
    }

    @Test
    void itCountsWhatTheFilterMatches() {
        sendAt(10, 1, "info");
        sendAt(10, 2, "error");
        tailrace.open("/?level=error&" + AN_HOUR);
        assertThat(summary()).hasText("1 entry · 1 min a bar");
        tailrace.open("/?level=fatal&" + AN_HOUR);
        assertThat(summary()).hasText("0 entries · 1 min a bar");
        assertThat(histogram().locator(".notice")).hasText("No entries in this time");
    }

    @Test
    void itGrowsWhileTheViewIsLive() {
        tailrace.page().clock().install();
        tailrace.sender().send("portal", "info", "Before");
        tailrace.open("/");
        assertThat(summary()).hasText("1 entry in the last 15 min · 15 s a bar");
        tailrace.sender().send("portal", "error", "After");
        passUntil("2 entries in the last 15 min · 15 s a bar");
        assertThat(legend("error")).hasText("1");
        tailrace.sender().sendMany(100, "portal", "warn", "More");
        passUntil("102 entries in the last 15 min · 15 s a bar");
        assertThat(legend("warn")).hasText("100");
    }

    @Test
    void itAsksForTheNewestBarsOnlyAndForNothingWhileHidden() {
        List<String> questions = new ArrayList<>();
        Page page = tailrace.page();
        page.clock().install();
        page.onRequest(request -> {
            if (request.url().contains("api/logs/histogram")) {
                questions.add(request.url());
            }
        });
        tailrace.sender().send("portal", "info", "Before");
        tailrace.open("/");
        assertThat(summary()).hasText("1 entry in the last 15 min · 15 s a bar");
        assertThat(questions).singleElement().asString().contains("from=15m");

        setHidden(true);
        page.clock().runFor(60_000);
        tailrace.sender().send("portal", "info", "While it is hidden");
        page.clock().runFor(60_000);
        assertThat(questions).hasSize(1);

        setHidden(false);
        assertThat(summary()).hasText("2 entries in the last 15 min · 15 s a bar");
        assertThat(questions).last().asString().contains("from=15m");

        assertThat(tailrace.tab().state()).hasText("Following");
        tailrace.sender().send("portal", "info", "While it is seen");
        passUntil("3 entries in the last 15 min · 15 s a bar");
        assertThat(questions).last().asString().contains("interval=15000ms");
    }

    @Test
    void draggingZoomsFreelyAndTheListKeepsToIt() {
        for (int minute = 0; minute < 60; minute++) {
            sendAt(10, minute, "info");
        }
        Page page = openAnHour();
        assertThat(tailrace.tab().messages().last()).hasText("At 10:59");
        drag(30.5, 33.5);
        assertThat(page)
                .hasURL(Pattern.compile("\\?from=2026-03-22T10%3A30%3A[23]\\dZ&to=2026-03-22T10%3A33%3A[23]\\dZ$"));
        assertThat(tailrace.tab().messages()).hasText(new String[] {"At 10:31", "At 10:32", "At 10:33"});

        tailrace.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Zoom out"))
                .click();
        assertThat(page).hasURL(Pattern.compile("\\?from=2026-03-22T10%3A00%3A00Z&to=2026-03-22T11%3A00%3A00Z$"));
        assertThat(summary()).hasText("60 entries · 1 min a bar");
    }

    @Test
    void aClickOnABarIsThatBar() {
        for (int minute = 0; minute < 60; minute++) {
            sendAt(10, minute, "info");
        }
        Page page = openAnHour();
        assertThat(summary()).hasText("60 entries · 1 min a bar");
        pointAt(20.9);
        page.mouse().down();
        page.mouse().up();
        assertThat(page).hasURL(Pattern.compile("\\?from=2026-03-22T10%3A20%3A00Z&to=2026-03-22T10%3A21%3A00Z$"));
        assertThat(tailrace.tab().messages()).hasText(new String[] {"At 10:20"});
        page.goBack();
        assertThat(summary()).hasText("60 entries · 1 min a bar");
    }

    /** What one looks for is how it began, and not the last of two thousand entries. */
    @Test
    void aZoomLandsOnTheFirstEntryOfTheSpan() {
        for (int minute = 10; minute < 50; minute++) {
            for (int i = 0; i < 20; i++) {
                sendAt(10, minute, "info");
            }
        }
        openAnHour();
        assertThat(summary()).hasText("800 entries · 1 min a bar");
        drag(5, 55);
        assertThat(tailrace.tab().messages().first()).hasText("At 10:10");
        assertThat(tailrace.tab().entries().first()).isInViewport();
        assertThat(tailrace.tab().newest()).isVisible();
    }

    /** One error among ten thousand is no pixel of a bar, but has its mark above. */
    @Test
    void errorsHaveAStripOfTheirOwnAndBarsAreAsHighAsTheirEntries() {
        tailrace.sender().sendMany(2000, "portal", "info", "m");
        sendAt(10, 30, "error");
        for (int i = 0; i < 400; i++) {
            sendAt(10, 30, "info");
        }
        openAnHour();
        assertThat(summary()).hasText("401 entries · 1 min a bar");
        assertThat(strip(30.5)).isEqualTo("rgb(184, 41, 15)");
        assertThat(strip(29.5)).isEqualTo("none");
        histogram().getByLabel("Square-root scale").click();
        assertThat(histogram().getByLabel("Square-root scale")).hasAttribute("aria-pressed", "true");
        assertThat(strip(30.5)).isEqualTo("rgb(184, 41, 15)");
    }

    private static String strip(double bar) {
        return String.valueOf(tailrace.page().evaluate("""
                (bar) => {
                  const canvas = document.querySelector('time-histogram canvas');
                  const over = document.querySelector('time-histogram .u-over');
                  const x = (over.offsetLeft + over.clientWidth * bar / 60) * devicePixelRatio;
                  const copy = new OffscreenCanvas(1, 1).getContext('2d');
                  copy.drawImage(canvas, -Math.round(x), -4 * devicePixelRatio);
                  const [r, g, b, a] = copy.getImageData(0, 0, 1, 1).data;
                  return a === 0 ? 'none' : `rgb(${r}, ${g}, ${b})`;
                }
                """, bar));
    }

    @Test
    void theChartReachesBackToWhatTheReaderSees() {
        String old = Instant.now().minusSeconds(3 * 3600).toString();
        for (int i = 0; i < 150; i++) {
            tailrace.sender().send("""
                    {"service":"portal","level":"info","message":"Old %d","timestamp":"%s"}""".formatted(i, old));
        }
        tailrace.sender().sendMany(60, "portal", "info", "New");
        Page page = tailrace.open("/");
        assertThat(summary()).hasText("60 entries in the last 15 min · 15 s a bar");
        page.locator("log-list .view").hover();
        page.mouse().wheel(0, -3000);
        assertThat(summary()).hasText(Pattern.compile("^210 entries in the last 6 h · .*"));
        assertThat(page.locator(".chips [data-level=info]").first())
                .hasAttribute("title", Pattern.compile("210 entries in the last 6 h.*"));
        tailrace.tab().newest().click();
        assertThat(summary()).hasText("60 entries in the last 15 min · 15 s a bar");
    }

    @Test
    void aLiveViewIsLeftByDraggingAndTheBarsStandStill() {
        tailrace.sender().sendMany(10, "portal", "info", "Before");
        Page page = tailrace.open("/");
        assertThat(summary()).hasText("10 entries in the last 15 min · 15 s a bar");
        drag(1, 59.5);
        assertThat(page).hasURL(Pattern.compile("\\?from=.*&to=.*"));
        assertThat(tailrace.tab().entries()).hasCount(10);
    }

    @Test
    void aDoubleClickZoomsOut() {
        Page page = openAnHour();
        assertThat(summary()).hasText("0 entries · 1 min a bar");
        surface().dblclick();
        assertThat(page).hasURL(Pattern.compile("\\?from=2026-03-22T09%3A30%3A00Z&to=2026-03-22T11%3A30%3A00Z$"));
    }

    @Test
    void theKeyboardGoesFromBarToBarAndZooms() {
        sendAt(10, 58, "error");
        sendAt(10, 57, "info");
        sendAt(10, 56, "info");
        Page page = openAnHour();
        assertThat(summary()).hasText("3 entries · 1 min a bar");
        bars().focus();
        page.keyboard().press("ArrowLeft");
        assertThat(words()).isEqualTo("22 Mar 10:59 – 11:00 UTC, 0 entries");
        page.keyboard().press("ArrowLeft");
        assertThat(words()).isEqualTo("22 Mar 10:58 – 10:59 UTC, 1 entry: 1 error");
        page.keyboard().press("Shift+ArrowLeft");
        assertThat(words()).isEqualTo("22 Mar 10:57 – 10:59 UTC, 2 entries: 1 error, 1 info");
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile("\\?from=2026-03-22T10%3A57%3A00Z&to=2026-03-22T10%3A59%3A00Z$"));
        assertThat(summary()).hasText(Pattern.compile("^2 entries"));
        assertThat(bars()).isFocused();
        page.keyboard().press("-");
        assertThat(page).hasURL(Pattern.compile("\\?from=2026-03-22T10%3A00%3A00Z&to=2026-03-22T11%3A00%3A00Z$"));
        page.keyboard().press("-");
        assertThat(page).hasURL(Pattern.compile("\\?from=2026-03-22T09%3A30%3A00Z&to=2026-03-22T11%3A30%3A00Z$"));
    }

    @Test
    void pointingAtABarTellsItsTimeAndItsLevels() {
        sendAt(10, 30, "error");
        sendAt(10, 30, "info");
        sendAt(10, 30, "info");
        Clocks.setZone(tailrace.page(), "Asia/Kolkata");
        openAnHour();
        assertThat(summary()).hasText("3 entries · 1 min a bar");
        pointAt(30.5);
        assertThat(tip()).hasText(Pattern.compile("22 Mar 10:30 – 10:31 UTC\\s*error\\s*1\\s*info\\s*2\\s*all\\s*3"));

        setZone("local");
        assertThat(tip()).containsText("22 Mar 16:00 – 16:01");
        tailrace.page().mouse().move(5, 5);
        assertThat(tip()).isHidden();
    }

    @Test
    void itFoldsAwayAndStaysSo() {
        AtomicInteger questions = new AtomicInteger();
        Page page = openAnHour();
        assertThat(bars()).isVisible();
        toggle().click();
        assertThat(bars()).isHidden();

        page.onRequest(request -> questions.addAndGet(request.url().contains("api/logs/histogram") ? 1 : 0));
        tailrace.open("/?" + AN_HOUR);
        assertThat(tailrace.tab().state()).hasText("Past");
        assertThat(bars()).isHidden();
        assertThat(questions).hasValue(0);

        toggle().click();
        assertThat(summary()).hasText("0 entries · 1 min a bar");
    }

    @Test
    void aQuestionThatFailsSaysWhyAndIsAskedAgain() {
        Page page = tailrace.page();
        page.route(
                QUESTIONS,
                route -> route.fulfill(
                        new FulfillOptions()
                                .setStatus(503)
                                .setContentType("application/json")
                                .setBody(
                                        "{\"error\":\"the query took too long; choose a shorter range\",\"code\":\"query_timeout\"}")));
        sendAt(10, 30, "info");
        openAnHour();
        assertThat(histogram().locator(".notice"))
                .hasText(Pattern.compile("^The query took too long; choose a shorter range\\.\\s*Try again$"));
        page.unroute(QUESTIONS);
        histogram().getByText("Try again").click();
        assertThat(summary()).hasText("1 entry · 1 min a bar");
        assertThat(histogram().locator(".notice")).hasCount(0);
    }

    @Test
    void itIsDrawnInTheThemesColours() {
        for (int minute = 0; minute < 60; minute++) {
            sendAt(10, minute, "fatal");
        }
        openAnHour();
        assertThat(summary()).hasText("60 entries · 1 min a bar");
        awaitInk("rgb(138, 20, 112)");
        tailrace.page().evaluate("document.documentElement.dataset.theme = 'dark'");
        awaitInk("rgb(242, 155, 226)");
    }

    @Test
    void itFitsOnAPhone() {
        Page page = tailrace.page();
        page.setViewportSize(360, 640);
        sendAt(10, 30, "info");
        openAnHour();
        assertThat(summary()).hasText("1 entry · 1 min a bar");
        tailrace.tab().await("() => document.documentElement.scrollWidth === 360");
        pointAt(59.5);
        assertThat(tip()).containsText("22 Mar 10:59 – 11:00 UTC");
        BoundingBox tip = tip().boundingBox();
        assertThat(tip.x + tip.width).isLessThanOrEqualTo(360);
        page.setViewportSize(900, 640);
        tailrace.tab()
                .await("() => document.querySelector('time-histogram canvas').getBoundingClientRect().width > 700");
    }

    private static void sendAt(int hour, int minute, String level) {
        tailrace.sender().send("""
                {"service":"portal","level":"%s","message":"At %d:%02d","timestamp":"2026-03-22T%02d:%02d:10Z"}
                """.formatted(level, hour, minute, hour, minute));
    }

    private static Page openAnHour() {
        Page page = tailrace.open("/?" + AN_HOUR);
        setZone("utc");
        return page;
    }

    private static void setZone(String zone) {
        tailrace.page().evaluate("""
                (zone) => document.querySelector('range-picker')
                    .dispatchEvent(new CustomEvent('settings-change', { detail: { zone }, bubbles: true }))
                """, zone);
    }

    /** Lets the page's time pass, half a second at a time, until this is counted. */
    private static void passUntil(String counted) {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!summary().innerText().equals(counted)) {
            assertThat(System.nanoTime()).as("time to count " + counted).isLessThan(giveUp);
            tailrace.page().clock().runFor(500);
        }
    }

    private static void setHidden(boolean isHidden) {
        tailrace.page().evaluate("""
                (isHidden) => {
                  Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });
                  document.dispatchEvent(new Event('visibilitychange'));
                }
                """, isHidden);
    }

    private static Locator histogram() {
        return tailrace.page().locator("time-histogram");
    }

    private static Locator bars() {
        return histogram().locator("[role=slider]");
    }

    private static Locator surface() {
        return histogram().locator(".u-over");
    }

    private static Locator summary() {
        return histogram().locator(".summary");
    }

    private static Locator tip() {
        return histogram().locator(".bar-tip");
    }

    private static Locator toggle() {
        return histogram().locator("[aria-controls=histogram]");
    }

    private static Locator legend(String level) {
        return histogram().locator(".legend [data-level=" + level + "] .count");
    }

    /** What a screen reader says of the bar that is pointed at. */
    private static String words() {
        return bars().getAttribute("aria-valuetext");
    }

    /** Points at a place on the bars, of which there are 60. */
    private static void pointAt(double bar) {
        BoundingBox place = surface().boundingBox();
        tailrace.page().mouse().move(place.x + place.width * bar / 60, place.y + 30);
    }

    private static void drag(double from, double to) {
        pointAt(from);
        tailrace.page().mouse().down();
        pointAt((from + to) / 2);
        pointAt(to);
        tailrace.page().mouse().up();
    }

    /** Waits until the foot of the bars is drawn in a colour. */
    private static void awaitInk(String colour) {
        tailrace.page().waitForFunction("""
                (wanted) => {
                  const canvas = document.querySelector('time-histogram canvas');
                  const copy = new OffscreenCanvas(canvas.width, 1).getContext('2d');
                  copy.drawImage(canvas, 0, -60);
                  const row = copy.getImageData(0, 0, canvas.width, 1).data;
                  const inks = new Set();
                  for (let i = 0; i < row.length; i += 4) inks.add(`rgb(${row[i]}, ${row[i + 1]}, ${row[i + 2]})`);
                  return inks.has(wanted);
                }
                """, colour);
    }
}
