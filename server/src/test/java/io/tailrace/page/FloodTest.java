package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A tab that is left open while 20,000 entries a second come. For half a minute; the system property {@code
 * tailrace.flood-seconds} makes it longer, and what was measured is printed.
 */
final class FloodTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    private static final int PER_SECOND = 20_000;
    private static final int POSTS_PER_SECOND = 10;
    private static final int SECONDS = Integer.getInteger("tailrace.flood-seconds", 30);
    private static final int WARM_UP_SECONDS = 10;
    private static final int SAMPLES = 12;
    private static final int LONGEST_TASK_MILLIS = 200;

    /** A busy machine may hold the tab up; a page that does so by itself does it in each part of the time. */
    private static final int PARTS = 3;

    @Test
    void theTabsMemoryStaysFlatAndNothingHoldsItUp() {
        tailrace.page().addInitScript("""
                globalThis.longTasks = [];
                new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration)))
                  .observe({ type: 'longtask', buffered: true });
                """);
        tailrace.open("/");
        assertThat(tailrace.tab().state()).hasText("Following");
        CDPSession session = tailrace.page().context().newCDPSession(tailrace.page());
        List<Double> heap = new ArrayList<>();
        List<Double> longest = new ArrayList<>();
        try (ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor()) {
            Future<?> flood = load.scheduleAtFixedRate(
                    () -> tailrace.sender().sendMany(PER_SECOND / POSTS_PER_SECOND, "portal", "info", "Flood"),
                    0,
                    1000 / POSTS_PER_SECOND,
                    TimeUnit.MILLISECONDS);
            tailrace.page().waitForTimeout(WARM_UP_SECONDS * 1000);
            for (int part = 0; part < PARTS; part++) {
                tailrace.page().evaluate("longTasks.length = 0");
                for (int sample = 0; sample < SAMPLES / PARTS; sample++) {
                    tailrace.page().waitForTimeout(SECONDS * 1000.0 / SAMPLES);
                    heap.add(heapMegabytes(session));
                }
                // Collecting the garbage of the whole heap at once is the test's doing, and no task of the page's.
                longest.add(((Number) tailrace.page().evaluate("Math.max(0, ...longTasks)")).doubleValue());
            }
            assertThat(flood.state()).as("an entry was refused").isEqualTo(Future.State.RUNNING);
            assertThat(tailrace.page().locator("connection-state .pace"))
                    .hasText(Pattern.compile("[\\d,]{5,}/s, thinned"));
            flood.cancel(false);
        }
        System.out.printf(
                "page at %,d entries/s for %d s: heap %s MB, longest task of each part %s ms%n",
                PER_SECOND, SECONDS, heap, longest);
        double middle = heap.stream().sorted().toList().get(SAMPLES / 2);
        assertThat(heap).allSatisfy(size -> assertThat(size).isBetween(0.8 * middle, 1.2 * middle));
        assertThat(longest).anySatisfy(task -> assertThat(task).isLessThanOrEqualTo(LONGEST_TASK_MILLIS));
    }

    private static double heapMegabytes(CDPSession session) {
        session.send("HeapProfiler.collectGarbage");
        JsonObject usage = session.send("Runtime.getHeapUsage");
        return Math.round(usage.get("usedSize").getAsDouble() / 1e5) / 10.0;
    }
}
