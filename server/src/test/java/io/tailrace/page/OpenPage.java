package io.tailrace.page;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The page in a tab of its own, and what the browser complained about meanwhile.
 *
 * <p>Belongs to the thread of its browser.
 */
final class OpenPage implements AutoCloseable {

    /** For a machine that is busy with other tests; an idle one needs a fraction of it. */
    private static final double PATIENCE_MS = 30_000;

    /** A browser reports every answer that is an error, also one that the page can deal with. */
    private static final Pattern DEALT_WITH = Pattern.compile("ERR_CONNECTION_|ERR_EMPTY_RESPONSE| (400|503)( |$)");

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();
    private int sockets;

    private OpenPage(BrowserContext context) {
        this.context = context;
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MS);
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> complaints.add(message.type() + ": " + message.text()));
        page.onWebSocket(socket -> sockets++);
    }

    /** An empty tab, as wide as a desk's. */
    static OpenPage in(Chromium chromium) {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        return new OpenPage(chromium.browser().newContext(new NewContextOptions().setViewportSize(1200, 700)));
    }

    /** Opens an address of the page and waits for its controls, which come after the log and take the keys. */
    void open(URI address) {
        page.navigate(address.toString());
        page.waitForFunction("() => document.querySelector('filter-bar textarea') !== null");
    }

    Page page() {
        return page;
    }

    /** The connection's state, in words; the attribute {@code data-state} names it. */
    Locator state() {
        return page.locator("#state");
    }

    Locator messages() {
        return page.locator(".entry > .message");
    }

    /** The rows that say something about the stream. */
    Locator notes() {
        return page.locator(".note");
    }

    /** The entries that are drawn, from top to bottom. */
    Locator entries() {
        return page.locator(".entry");
    }

    /** The button that leads back to the newest entry. */
    Locator newest() {
        return page.locator("log-list .newest");
    }

    /** The ids of the entries that are drawn, from top to bottom. */
    List<Long> shownIds() {
        String ids = (String)
                page.evaluate("[...document.querySelectorAll('.entry')].map((row) => row.dataset.id).join(' ')");
        return Pattern.compile(" ").splitAsStream(ids).map(Long::valueOf).toList();
    }

    /**
     * Reads the whole list as a person would who scrolls from its first entry to its newest, a screen at a time.
     *
     * @return the ids of all its entries, in the order in which they stand there
     */
    List<Long> readThrough() {
        String ids = (String) page.evaluate("""
                async () => {
                  const view = document.querySelector('log-list .view');
                  let frames = 0;
                  const frame = () => {
                    frames += 1;
                    if (frames > 5000) throw new Error(`no end after ${read.length} entries, the last ${read.at(-1)}`);
                    return new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
                  };
                  const read = [];
                  const take = () => {
                    const drawn = [...document.querySelectorAll('.entry')].map((row) => Number(row.dataset.id));
                    const known = read.lastIndexOf(drawn[0]);
                    if (known < 0 && read.length > 0 && read.at(-1) !== drawn[0] - 1) read.push(-1); // a part was never drawn
                    read.splice(known < 0 ? read.length : known, Infinity, ...drawn);
                  };
                  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'g', bubbles: true }));
                  while (!/first entry of the log/.test(document.querySelector('.edge').textContent)) await frame();
                  await frame();
                  while (true) {
                    take();
                    const before = view.scrollTop + read.at(-1);
                    view.scrollTop += view.clientHeight / 2;
                    await frame();
                    await frame();
                    while (view.ariaBusy === 'true') await frame();
                    take();
                    if (view.scrollTop + read.at(-1) === before && document.querySelector('log-list .newest').hidden) {
                      return read.join(' ');
                    }
                  }
                }
                """);
        return Pattern.compile(" ").splitAsStream(ids).map(Long::valueOf).toList();
    }

    /** Waits until what a page tells of itself holds, such as {@code () => document.title === 'x'}. */
    void await(String function) {
        page.waitForFunction(function);
    }

    /** How many WebSockets the page has opened so far. */
    int sockets() {
        return sockets;
    }

    /** What the browser's console said, violations of the policy among them, and uncaught errors of the page. */
    List<String> complaints() {
        return complaints.stream()
                .filter(complaint -> !DEALT_WITH.matcher(complaint).find())
                .toList();
    }

    @Override
    public void close() {
        context.close();
    }
}
