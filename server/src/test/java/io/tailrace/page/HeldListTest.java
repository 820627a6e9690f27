package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Touchscreen;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A list that follows ten entries a second can be pointed at: what somebody touches stands still. */
final class HeldListTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    private static final int PER_SECOND = 10;
    private static final Pattern SOME_WAIT = Pattern.compile("↓ [\\d,]+ new");

    /** Where a row in the middle of the list is, and which: one that is some rows below another. */
    private static final String A_ROW = """
            (below) => {
              const { top, bottom } = document.querySelector('log-list .view').getBoundingClientRect();
              const rows = [...document.querySelectorAll('.entry')]
                .filter((row) => row.getBoundingClientRect().top > top + 60 && row.getBoundingClientRect().bottom < bottom - 60);
              const row = rows[below];
              const { left, right, top: y, height } = row.querySelector('.text').getBoundingClientRect();
              return { id: Number(row.dataset.id), x: left + 8, right, y: y + height / 2 };
            }
            """;

    private final ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
    private @Nullable Future<?> sending;

    @BeforeEach
    void openFollowing() {
        tailrace.sender().sendMany(100, "portal", "info", "Before it was opened");
        tailrace.open("/");
        assertThat(tailrace.tab().messages().last()).hasText("Before it was opened 100");
        sending = load.scheduleAtFixedRate(
                () -> tailrace.sender().send("portal", "info", "An entry that goes by while somebody looks at it"),
                0,
                1000 / PER_SECOND,
                TimeUnit.MILLISECONDS);
        assertThat(tailrace.tab().messages().last()).containsText("goes by");
    }

    @AfterEach
    void stop() throws InterruptedException {
        assertThat(sending).as("an entry was refused").isNotNull().isNotDone();
        load.shutdown();
        assertThat(load.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theRowOnWhichAPointerRestsStandsStillAndIsTheOneThatOpens() {
        for (int below = 0; below < 4; below++) {
            Row row = point(below * 3);
            assertThat(tailrace.tab().newest()).hasText(SOME_WAIT);
            assertThat(idAt(row)).isEqualTo(row.id);
            tailrace.page().mouse().down();
            tailrace.page().mouse().up();
            assertThat(opened()).hasAttribute("data-key", String.valueOf(row.id));
            assertThat(tailrace.page().locator("entry-details")).hasCount(1);
            tailrace.page().keyboard().press("Escape");
            assertThat(opened()).hasCount(0);
            tailrace.page().keyboard().press("f");
        }
    }

    @Test
    void theRowThatWasPressedOpensThoughThePressTakesLong() {
        // The very moment after it came there: nothing may have moved between the aim and the press.
        Row row = point(5);
        tailrace.page().mouse().down();
        assertThat(tailrace.tab().newest()).hasText(SOME_WAIT);
        tailrace.page().mouse().up();
        assertThat(opened()).hasAttribute("data-key", String.valueOf(row.id));
        assertThat(tailrace.page().locator("entry-details")).hasCount(1);
    }

    @Test
    void oneWhoTakesThePointerAwaySeesWhatWaitedAndFollowsAgain() {
        point(4);
        assertThat(tailrace.tab().newest()).hasText(SOME_WAIT);
        tailrace.page().mouse().move(600, 5);
        assertThat(tailrace.tab().newest()).isHidden();
        assertThat(tailrace.page().locator("log-list .row:nth-last-child(2)")).isInViewport();
    }

    @Test
    void aPointerThatOnlyLiesThereWhileKeysArePressedHoldsNothing() {
        point(4);
        assertThat(tailrace.tab().newest()).hasText(SOME_WAIT);
        tailrace.page().keyboard().press("G");
        assertThat(tailrace.tab().newest()).isHidden();
        String last = last();
        tailrace.page()
                .waitForFunction("(last) => [...document.querySelectorAll('.entry')].at(-1).dataset.id !== last", last);
        assertThat(tailrace.tab().newest()).isHidden();
    }

    @Test
    void textIsSelectedByADragAndStaysWhereItIsUntilItIsLetGo() {
        Row row = point(6);
        Page page = tailrace.page();
        page.mouse().down();
        page.mouse().move(row.right - 2, row.y, new Mouse.MoveOptions().setSteps(8));
        page.mouse().up();
        assertThat(selection()).hasSizeGreaterThan(12).doesNotContain("\n");
        assertThat(page.locator("entry-details")).hasCount(0);

        page.mouse().move(600, 5); // the pointer is elsewhere, and yet it stands still
        assertThat(tailrace.tab().newest()).hasText(SOME_WAIT);
        String selected = selection();
        String last = last();
        page.waitForFunction(
                "(last) => Number([...document.querySelectorAll('.entry')].at(-1).dataset.id) > Number(last)", last);
        assertThat(selection()).isEqualTo(selected);
        assertThat(idAt(row)).isEqualTo(row.id);

        page.keyboard().press("Escape");
        assertThat(tailrace.tab().newest()).isHidden();
    }

    @Test
    void aClickOnAValueOpensItsMenuBesideTheRowWhichWaitsForTheAnswer() {
        Page page = tailrace.page();
        Row row = point(6);
        Locator value = page.locator(".entry[data-id='" + row.id + "'] [data-field=service] .value");
        value.click();
        assertThat(page.locator(".value-menu")).isVisible();
        double y = value.boundingBox().y;
        String last = last();
        page.waitForFunction(
                "(last) => Number([...document.querySelectorAll('.entry')].at(-1).dataset.id) > Number(last) + 6",
                last);
        assertThat(value.boundingBox().y).isEqualTo(y);
        page.keyboard().press("Escape");
        page.mouse().move(600, 5);
        assertThat(tailrace.tab().newest()).isHidden();
    }

    @Test
    void aTapOpensTheRowUnderTheFinger() {
        try (var context = tailrace.chromium()
                .browser()
                .newContext(new NewContextOptions().setHasTouch(true).setViewportSize(360, 740))) {
            Page phone = context.newPage();
            phone.navigate(tailrace.server().http("/").toString());
            phone.waitForFunction("() => document.querySelectorAll('.entry').length > 10");
            for (int below = 0; below < 3; below++) {
                Row row = rowOf(phone.evaluate(A_ROW, below));
                Touchscreen finger = phone.touchscreen();
                finger.tap(row.x, row.y);
                Locator details = phone.locator(".row:has(entry-details)");
                assertThat(details).hasCount(1);
                // What was under the finger when it came down; the list may have gone on since it was aimed at.
                long opened = Long.parseLong(details.getAttribute("data-key"));
                assertThat(opened).isBetween(row.id, row.id + 4);
                phone.keyboard().press("Escape");
                assertThat(details).hasCount(0);
                phone.keyboard().press("f");
            }
        }
    }

    private record Row(long id, double x, double y, double right) {}

    /** Moves the pointer to a row, as fast as that can be. */
    private static Row point(int below) {
        Row aimed = rowOf(tailrace.page().evaluate(A_ROW, below));
        tailrace.page().mouse().move(aimed.x, aimed.y);
        // It may have gone on by a row while the pointer came.
        return new Row(idAt(aimed), aimed.x, aimed.y, aimed.right);
    }

    private static Row rowOf(Object found) {
        Map<?, ?> row = (Map<?, ?>) found;
        return new Row(
                number(row, "id").longValue(),
                number(row, "x").doubleValue(),
                number(row, "y").doubleValue(),
                number(row, "right").doubleValue());
    }

    private static Number number(Map<?, ?> row, String name) {
        return Objects.requireNonNull((Number) row.get(name), name);
    }

    private static long idAt(Row row) {
        Object id = tailrace.page()
                .evaluate(
                        "([x, y]) => Number(document.elementFromPoint(x, y).closest('.entry').dataset.id)",
                        List.of(row.x, row.y));
        return ((Number) id).longValue();
    }

    private static String last() {
        return (String) tailrace.page().evaluate("[...document.querySelectorAll('.entry')].at(-1).dataset.id");
    }

    private static String selection() {
        return (String) tailrace.page().evaluate("String(getSelection())");
    }

    private static Locator opened() {
        return tailrace.page().locator(".row:has(entry-details)");
    }
}
