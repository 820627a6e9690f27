package io.tailrace.clients;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.tailrace.page.Chromium;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/** An {@code EventSource} in a tab of Chromium, on a page of the server that it reads from. Belongs to the test's thread. */
final class BrowserEvents implements Printed {

    private static final String READ = """
            (address) => {
              window.told = [];
              const source = new EventSource(address);
              source.onopen = () => told.push('open');
              source.onmessage = (event) => told.push(JSON.parse(event.data).id);
              source.addEventListener('gap', () => told.push('gap'));
              source.onerror = () => told.push(source.readyState === EventSource.CLOSED ? 'closed' : 'error');
            }
            """;

    private static final Pattern SPACE = Pattern.compile(" ");

    private final BrowserContext context;
    private final Page page;

    private BrowserEvents(BrowserContext context) {
        this.context = context;
        page = context.newPage();
    }

    static BrowserEvents open(Chromium chromium, URI address) {
        BrowserEvents events = new BrowserEvents(chromium.browser().newContext());
        events.page.navigate(address.resolve("/health").toString());
        events.page.evaluate(READ, address.toString());
        return events;
    }

    @Override
    public List<String> lines() {
        return SPACE.splitAsStream((String) page.evaluate("told.join(' ')")).toList();
    }

    @Override
    public void close() {
        context.close();
    }

    @Override
    public String toString() {
        return "Chromium";
    }
}
