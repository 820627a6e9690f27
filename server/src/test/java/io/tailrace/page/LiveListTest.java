package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(tailrace.tab().state()).hasText("Live");

        tailrace.sender().send("portal", "warn", "While it is open");
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Before the page was opened", "While it is open"});
        assertThat(tailrace.tab().entries().last()).hasAttribute("data-level", "warn");
        assertThat(tailrace.tab().shownIds()).containsExactly(1L, 2L);
    }
}
