package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which entries the list shows, told by how their messages begin: what follows there is another test's business. */
final class ShownEntries {

    private static final Pattern SIGN = Pattern.compile("\\W");

    private ShownEntries() {}

    /** Waits until exactly these are shown, from top to bottom. */
    static void are(OpenPage tab, String... beginnings) {
        assertThat(tab.messages())
                .hasText(Stream.of(beginnings)
                        .map(text -> Pattern.compile("^" + SIGN.matcher(text).replaceAll("\\\\$0")))
                        .toArray(Pattern[]::new));
    }
}
