package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where a day begins in the list, which day it is that is read, and what came late. */
final class DaysTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    @Test
    void eachDayBeginsWithARowThatSaysWhich() {
        send("Of yesterday", Duration.ofDays(1));
        send("Of today", Duration.ZERO);
        open();
        assertThat(tailrace.page().locator("log-list .row > .day"))
                .hasText(new String[] {day(Duration.ofDays(1)) + " UTC · yesterday", day(Duration.ZERO) + " UTC · today"
                });
        assertThat(tailrace.page().locator("log-list .row:nth-child(-n+4)")).hasText(new Pattern[] {
            Pattern.compile("first entry of the log"),
            Pattern.compile("yesterday"),
            Pattern.compile("Of yesterday"),
            Pattern.compile("today")
        });
    }

    @Test
    void nothingIsSaidAboutADayWhileAllIsOfToday() {
        send("Of today", Duration.ZERO);
        open();
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Of today"});
        assertThat(tailrace.page().locator("log-list .day:visible")).hasCount(0);
    }

    @Test
    void theDayOfWhatIsReadStaysAtTheUpperEdge() {
        for (int i = 0; i < 60; i++) {
            send("Of yesterday " + i, Duration.ofDays(1));
        }
        for (int i = 0; i < 60; i++) {
            send("Of today " + i, Duration.ZERO);
        }
        open();
        Locator above = tailrace.page().locator("log-list .above .day");
        assertThat(above).hasText(Pattern.compile("today$"));
        Page page = tailrace.page();
        page.hover("log-list .view");
        page.mouse().wheel(0, -900);
        assertThat(above).hasText(Pattern.compile("yesterday$"));
        double heads = page.locator("log-list .heads").boundingBox().y
                + page.locator("log-list .heads").boundingBox().height;
        assertThat(above.boundingBox().y).isBetween(heads - 1, heads + 1);
    }

    @Test
    void anEntryThatCameLateSaysSoAndBeginsNoDay() {
        send("In time", Duration.ZERO);
        open();
        send("From a phone that was away", Duration.ofMinutes(42).plusSeconds(30));
        send("From yesterday", Duration.ofDays(1).plusHours(2));
        send("In time again", Duration.ZERO);
        assertThat(tailrace.tab().entries()).hasCount(4);
        assertThat(tailrace.page().locator(".entry .late")).hasText(new String[] {"42 min late", "1 d late"});
        assertThat(tailrace.tab().entries().nth(1).locator(".late")).isVisible();
        assertThat(tailrace.tab().entries().last().locator(".late")).hasCount(0);
        assertThat(tailrace.page().locator("log-list .row > .day")).hasCount(0);
    }

    @Test
    void aSenderWhoseClockIsFastMakesNobodyElseLate() {
        send("From tomorrow", Duration.ofDays(-1));
        send("In time", Duration.ZERO);
        open();
        assertThat(tailrace.tab().entries()).hasCount(2);
        assertThat(tailrace.page().locator(".entry .late")).hasCount(0);
    }

    private static void open() {
        tailrace.page().addInitScript("localStorage.setItem('tailrace.settings', JSON.stringify({ zone: 'utc' }))");
        tailrace.open("/");
    }

    private static void send(String message, Duration ago) {
        tailrace.sender().send("""
                {"service":"portal","level":"info","message":"%s","timestamp":"%s"}
                """.formatted(message, Instant.now().minus(ago)));
    }

    private static String day(Duration ago) {
        return DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.UK)
                .withZone(ZoneOffset.UTC)
                .format(Instant.now().minus(ago));
    }
}
