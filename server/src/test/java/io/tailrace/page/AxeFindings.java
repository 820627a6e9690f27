package io.tailrace.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** What axe-core finds wrong with a page as it is now. */
final class AxeFindings {

    private static final String SCRIPT = read();

    private AxeFindings() {}

    /** All findings of its rules, best practices among them, a line each: the rule, the element, and what would mend it. */
    static List<?> of(Page page) {
        if (Boolean.FALSE.equals(page.evaluate("'axe' in globalThis"))) {
            page.evaluate(SCRIPT);
        }
        return (List<?>) page.evaluate("""
                async () => {
                  const { violations } = await axe.run(document, { resultTypes: ['violations'] });
                  return violations.flatMap(({ id, nodes }) =>
                    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 300)} ${failureSummary}`));
                }
                """);
    }

    private static String read() {
        try (InputStream script = AxeFindings.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
