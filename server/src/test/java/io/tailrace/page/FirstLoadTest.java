package io.tailrace.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the page costs who opens it for the first time, on this machine and a long way off. */
final class FirstLoadTest {

    private static final int MOST_BYTES = 230_000;
    private static final int LOADS = 20;

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    /** When, in milliseconds since it was asked for: the first entry was drawn, and the controls took keys. */
    private record Load(double entries, double controls) {

        boolean isWithin(Load goal) {
            return entries <= goal.entries && controls <= goal.controls;
        }
    }

    /**
     * Over 200 ms and 1.6 Mbit/s; a page of many small files takes longer still. On an idle machine the controls come within
     * 1,500 ms; that is measured by hand.
     */
    private static final Load FAR = new Load(4000, 3000);

    private static final String MARKS = """
            const marks = (globalThis.marks = {});
            const look = () => {
              if (marks.entries === undefined && document.querySelector('.entry')) {
                marks.entries = performance.now();
              }
              const box = document.querySelector('filter-bar textarea');
              if (marks.controls === undefined && box && document.querySelector('time-histogram .bars, range-picker button')) {
                marks.controls = performance.now();
              }
              if (marks.entries === undefined || marks.controls === undefined) {
                requestAnimationFrame(look);
              }
            };
            look();
            """;

    private static Load load(List<String> requests, int latency, int bytesASecond) {
        try (BrowserContext context = tailrace.chromium().browser().newContext()) {
            Page page = context.newPage();
            page.addInitScript(MARKS);
            page.onRequest(request -> requests.add(request.url()));
            if (latency > 0) {
                CDPSession chrome = context.newCDPSession(page);
                JsonObject network = new JsonObject();
                network.addProperty("offline", false);
                network.addProperty("latency", latency);
                network.addProperty("downloadThroughput", bytesASecond);
                network.addProperty("uploadThroughput", bytesASecond);
                chrome.send("Network.enable");
                chrome.send("Network.emulateNetworkConditions", network);
            }
            page.navigate(tailrace.server().http("/").toString());
            page.waitForFunction("() => marks.entries && marks.controls");
            return new Load(number(page, "marks.entries"), number(page, "marks.controls"));
        }
    }

    private static double number(Page page, String expression) {
        return ((Number) page.evaluate(expression)).doubleValue();
    }

    /** The best of some loads, as what else the machine does makes it slower and nothing makes it faster. */
    private static Load best(int latency, int bytesASecond, Load goal) {
        Load best = load(new ArrayList<>(), latency, bytesASecond);
        for (int i = 1; i < LOADS && !best.isWithin(goal); i++) {
            Load load = load(new ArrayList<>(), latency, bytesASecond);
            best = new Load(Math.min(best.entries, load.entries), Math.min(best.controls, load.controls));
        }
        return best;
    }

    @Test
    void itAsksForTwoFilesAndWeighsLittle() {
        tailrace.sender().sendMany(300, "portal", "info", "n");
        List<String> requests = new ArrayList<>();
        load(requests, 0, 0);
        List<String> files = requests.stream()
                .filter(url -> url.endsWith(".js") || url.endsWith(".css"))
                .map(url -> url.substring(url.lastIndexOf('/') + 1))
                .toList();
        assertThat(files).containsExactlyInAnyOrder("page.js", "page.css");

        Page page = tailrace.open("/");
        double bytes = number(
                page,
                "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
                        + ".filter((file) => !file.name.includes('/api/')).reduce((sum, file) => sum + file.transferSize, 0)");
        assertThat(bytes).isBetween(50_000.0, (double) MOST_BYTES);
    }

    @Test
    void theLogComesFirstAndTheControlsSoonAfter() {
        tailrace.sender().sendMany(300, "portal", "info", "n");

        assertThat(best(200, 200_000, FAR)).matches(load -> load.isWithin(FAR), "is within " + FAR);
    }
}
