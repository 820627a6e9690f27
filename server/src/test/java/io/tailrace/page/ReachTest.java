package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ForcedColors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That the page is of use with large letters, small windows, fingers, a keyboard, and colours that the system chooses. */
final class ReachTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    /** 1280 × 1024 at 400 %, a phone that lies on its side, a phone, a desk. */
    @ParameterizedTest
    @CsvSource({"320, 256, 120", "640, 360, 200", "360, 640, 380", "1200, 700, 500"})
    void theListHasRoomInEveryWindow(int width, int height, int room) {
        sendFromMany();
        tailrace.page().setViewportSize(width, height);
        Page page = open();
        assertThat(tailrace.tab().messages().last()).isInViewport();
        assertThat(page.locator("log-list .view").boundingBox().height).isGreaterThanOrEqualTo(room);
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
        assertThat(page.evaluate("document.documentElement.scrollHeight")).isEqualTo(height);
    }

    @Test
    void fewBandsStandAboveTheList() {
        sendFromMany();
        open();
        assertThat(tailrace.page().locator("main").boundingBox().y).isLessThanOrEqualTo(167);
    }

    @Test
    void theListDoesNotMoveWhenTheControlsCome() {
        sendFromMany();
        tailrace.page().addInitScript("""
                globalThis.shifts = [];
                new PerformanceObserver((list) => shifts.push(...list.getEntries().flatMap(({ sources }) =>
                    sources.filter(({ node }) => node?.closest?.('main')).map(({ node }) => node.className))))
                  .observe({ type: 'layout-shift', buffered: true });
                """);
        open();
        tailrace.page().locator("#histogram canvas").waitFor();
        tailrace.page()
                .evaluate("() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))");
        assertThat((List<?>) tailrace.page().evaluate("shifts")).isEmpty();
        assertThat(tailrace.tab().state()).hasText("Following");
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 800, 1200})
    void chipsAreOneLineWhateverIsInIt(int width) {
        sendFromMany();
        tailrace.page().setViewportSize(width, 700);
        Page page = open();
        double top = page.locator("main").boundingBox().y;
        assertThat(page.locator(".chips").boundingBox().height).isLessThan(34);
        page.keyboard().press("/");
        page.keyboard().type("service:service-1");
        page.keyboard().press("Enter");
        page.keyboard().press("Escape");
        assertThat(page.locator(".chips .clear")).hasCount(1);
        assertThat(page.locator(".chips").boundingBox().height).isLessThan(34);
        assertThat(page.locator("main").boundingBox().y).isEqualTo(top);
    }

    @Test
    void aWheelGoesAlongTheChipsThatHaveNoRoom() {
        sendFromMany();
        tailrace.page().setViewportSize(600, 700);
        Page page = open();
        Locator last = page.locator("[popovertarget=tags-values]");
        assertThat(last).not().isInViewport();
        page.locator(".chip[data-value=info]").hover();
        page.mouse().wheel(0, 3000);
        assertThat(last).isInViewport();
    }

    @Test
    void chipsAreTheLegendInTheColoursOfTheChart() {
        sendFromMany();
        Page page = open();
        assertThat(page.locator("time-histogram .legend [data-level]")).hasCount(6);
        List<?> colours = (List<?>) page.evaluate("""
                () => ['trace', 'debug', 'info', 'warn', 'error', 'fatal'].filter((level) => {
                  const chip = getComputedStyle(document.querySelector(`.chip[data-level=${level}]`), '::before');
                  const ink = getComputedStyle(document.querySelector(`.legend [data-level=${level}] .swatch`));
                  return chip.backgroundColor !== ink.backgroundColor || chip.opacity !== ink.opacity;
                })
                """);
        assertThat(colours).isEmpty();
    }

    @Test
    void onAPhoneTheChosenChipsAreInSight() {
        sendFromMany();
        tailrace.page().setViewportSize(360, 640);
        Page page = tailrace.open("/?service=service-7&level=info&tags=db");
        assertThat(page.locator(".chip[data-value=info]")).isInViewport();
        assertThat(page.locator(".chip[data-value=service-7]")).isInViewport();
        assertThat(page.locator(".chip[data-key=tags]")).isInViewport();
    }

    @Test
    void onAPhoneATapOpensTheEntryWhereverItLands() {
        sendFromMany();
        try (BrowserContext phone = phone()) {
            Page page = phone.newPage();
            page.navigate(tailrace.server().http("/").toString());
            page.locator("filter-bar .chip").first().waitFor();
            Locator row = page.locator(".entry").last();
            page.touchscreen()
                    .tap(
                            row.locator("[data-field=service] .value").boundingBox().x + 4,
                            row.locator("[data-field=service] .value").boundingBox().y + 4);
            assertThat(page.locator("entry-details")).isVisible();
            assertThat(page.locator(".value-menu:popover-open")).hasCount(0);
            page.locator("entry-details .close").tap();
            assertThat(page.locator("entry-details")).hasCount(0);
        }
    }

    @Test
    void whatAFingerTapsIsLargeEnough() {
        sendFromMany();
        try (BrowserContext phone = phone()) {
            Page page = phone.newPage();
            page.navigate(tailrace.server().http("/?entry=1").toString());
            assertThat(page.locator("entry-details .fields")).isVisible();
            page.locator("filter-bar .chip").first().waitFor();
            assertThat((List<?>) page.evaluate(SMALL)).isEmpty();
            for (String panel : List.of("Columns", "Views", "Export", "Settings", "Notify")) {
                page.locator("[popovertarget=menu-controls]").tap();
                ViewMenu.of(page).button(panel).tap();
                page.locator("view-menu [role=dialog]:popover-open").waitFor();
                assertThat((List<?>) page.evaluate(SMALL)).as(panel).isEmpty();
                page.keyboard().press("Escape");
                page.keyboard().press("Escape");
            }
        }
    }

    @Test
    void onAPhoneALineStandsBetweenRows() {
        sendFromMany();
        tailrace.page().setViewportSize(360, 640);
        open();
        assertThat(tailrace.tab().entries().last()).hasCSS("border-bottom-style", "solid");
    }

    @Test
    void theSkipLinkLeadsToTheLog() {
        sendFromMany();
        Page page = open();
        page.keyboard().press("Tab");
        assertThat(page.getByText("Skip to the log")).isFocused();
        assertThat(page.getByText("Skip to the log")).isInViewport();
        page.keyboard().press("Enter");
        assertThat(page.locator("log-list .view")).isFocused();
        assertThat(page).hasURL(tailrace.server().http("/").toString());
    }

    @Test
    void theLogIsAFewTabStopsAway() {
        sendFromMany();
        Page page = open();
        int stops = 0;
        while (!Boolean.TRUE.equals(page.evaluate("document.activeElement.matches('log-list .view')"))) {
            page.keyboard().press("Tab");
            assertThat(++stops).as("Tab stops before the list").isLessThanOrEqualTo(12);
        }
        // One for the list, and then the page is over, but for the way to the newest.
        page.keyboard().press("Tab");
        assertThat(page.evaluate("document.activeElement.closest('.row') === null"))
                .isEqualTo(true);
    }

    @Test
    void arrowKeysGoAlongTheChipsAndTheMenu() {
        sendFromMany();
        Page page = open();
        page.locator(".chip[data-value=trace]").focus();
        page.keyboard().press("ArrowRight");
        assertThat(page.locator(".chip[data-value=debug]")).isFocused();
        page.keyboard().press("End");
        assertThat(page.locator("[popovertarget=tags-values]")).isFocused();
        page.keyboard().press("Home");
        assertThat(page.locator(".chip[data-value=trace]")).isFocused();
        assertThat(page.locator(".chips button.chip[tabindex='0']")).hasCount(1);
        page.keyboard().press("ArrowRight");
        page.keyboard().press("Space");
        assertThat(page.locator(".chip[data-value=debug]")).hasAttribute("aria-pressed", "true");
        assertThat(tailrace.tab().state()).hasText("Following");

        ViewMenu.of(page).button("Columns").focus();
        page.keyboard().press("ArrowRight");
        assertThat(ViewMenu.of(page).button("Views")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("views-panel")).isVisible();
    }

    @Test
    void inForcedColoursWhatIsChosenAndWhatIsDrawnIsSeen() {
        sendFromMany();
        Page page = tailrace.page();
        page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
        tailrace.open("/?level=info");
        assertThat(page.locator(".chip[data-value=info]")).hasAttribute("aria-pressed", "true");
        assertThat(page.evaluate("""
                () => {
                  const ground = (name) => getComputedStyle(document.querySelector(`.chip[data-value=${name}]`)).backgroundColor;
                  return ground('info') !== ground('warn');
                }
                """)).isEqualTo(true);
        tailrace.tab().await("""
                () => {
                  const canvas = document.querySelector('#histogram canvas');
                  const copy = canvas && new OffscreenCanvas(canvas.width, 1).getContext('2d');
                  copy?.drawImage(canvas, 0, -60);
                  const row = copy?.getImageData(0, 0, canvas.width, 1).data ?? [];
                  const inks = new Set();
                  for (let i = 0; i < row.length; i += 4) if (row[i + 3] > 0) inks.add(`${row[i]},${row[i + 1]},${row[i + 2]}`);
                  return [...inks].some((ink) => ink !== '255,255,255' && ink !== '0,0,0');
                }
                """);
        page.keyboard().press("k");
        assertThat(page.locator(".row.is-selected > .entry")).hasCSS("outline-style", "solid");
        assertThat(page.locator("filter-bar textarea")).not().hasCSS("color", "rgba(0, 0, 0, 0)");
    }

    /** The controls in sight that are less than 24 pixels high or wide, but for those within a line of text. */
    private static final String SMALL = """
            () => {
              const controls = document.querySelectorAll('button, a, input, select, textarea, summary');
              return [...controls].filter((control) => {
                const { width, height } = control.getBoundingClientRect();
                const { pointerEvents, opacity } = getComputedStyle(control);
                const isUnseen = width === 0 || control.matches('.unseen, .skip, .picked') || opacity === '0';
                const isInText = control.matches('.entry *') && pointerEvents === 'none';
                return !isUnseen && !isInText && (width < 24 || height < 24);
              }).map((control) => `${control.outerHTML.slice(0, 120)} ${JSON.stringify(control.getBoundingClientRect())}`);
            }
            """;

    private static Page open() {
        Page page = tailrace.open("/");
        assertThat(tailrace.tab().messages().last()).containsText("Of service-12");
        assertThat(tailrace.tab().state()).hasAttribute("data-state", "live");
        assertThat(page.locator("[aria-label=Services] .chip[data-value]")).hasCount(8);
        return page;
    }

    private static BrowserContext phone() {
        return tailrace.chromium()
                .browser()
                .newContext(new NewContextOptions()
                        .setViewportSize(360, 640)
                        .setHasTouch(true)
                        .setIsMobile(true));
    }

    private static void sendFromMany() {
        tailrace.sender().sendMany(60, "service-0", "info", "Entry");
        for (int service = 1; service <= 12; service++) {
            tailrace.sender().send("""
                    {"service":"service-%d","level":"info","message":"Of service-%d","tags":["db"],"trace_id":"t","metadata":{"host":"a"}}
                    """.formatted(service, service));
        }
    }
}
