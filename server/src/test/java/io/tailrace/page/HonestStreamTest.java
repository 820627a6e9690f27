package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That nothing is dropped silently, at any speed. */
final class HonestStreamTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    /** The ranges of ids that the rows stand for, one after the other. */
    private static final String RANGES = """
            () => [...document.querySelectorAll('.entry, .note[data-kind=skipped]')].map(({ dataset }) =>
              dataset.id ? `${dataset.id}-${dataset.id}` : `${dataset.from}-${dataset.to}`)
            """;

    @Test
    void aFloodIsThinnedAndEachRowOfItSaysHowManyAreNotShown() {
        tailrace.open("/");
        assertThat(tailrace.tab().state()).hasText("Following");
        Locator skips = tailrace.page().locator(".note[data-kind=skipped]");
        for (int wave = 0; wave < 400 && skips.count() == 0; wave++) {
            tailrace.sender().sendMany(1000, "portal", "info", "Wave " + wave);
        }
        assertThat(skips.first()).hasText(Pattern.compile("⋯ [\\d,]+ entries not shown\\. Open"));
        tailrace.sender().send("portal", "info", "After the flood");
        assertThat(tailrace.tab().messages().last()).hasText("After the flood");

        List<?> ranges = (List<?>) tailrace.page().evaluate(RANGES);
        for (int row = 1; row < ranges.size(); row++) {
            assertThat(start(ranges.get(row))).isEqualTo(end(ranges.get(row - 1)) + 1);
        }
        assertThat(tailrace.page().evaluate("""
                        () => [...document.querySelectorAll('.note[data-kind=skipped]')].every(({ dataset }) =>
                          Number(dataset.count) === dataset.to - dataset.from + 1)
                        """)).isEqualTo(true);
    }

    @Test
    void inAFloodErrorsAreShownAndWhatIsLeftOutSaysHowManyWereErrors() {
        tailrace.open("/");
        assertThat(tailrace.tab().state()).hasText("Following");
        Locator skips = tailrace.page().locator(".note[data-kind=skipped]");
        Locator ofErrors = skips.filter(
                new Locator.FilterOptions().setHasText(Pattern.compile("[\\d,]+ of them (an error|errors)\\. Open")));
        Locator errors = tailrace.page().locator(".entry[data-level=error]");
        for (int wave = 0; wave < 400 && (ofErrors.count() == 0 || errors.count() == 0); wave++) {
            tailrace.sender().sendMany(30, "portal", "error", "Failed " + wave);
            tailrace.sender().sendMany(1000, "portal", "info", "Wave " + wave);
        }
        assertThat(ofErrors.first())
                .hasText(Pattern.compile("⋯ [\\d,]+ entries not shown, [\\d,]+ of them (an error|errors)\\. Open"));
        assertThat(errors.first()).isVisible();
    }

    @Test
    void aPausedPageStandsStillAndGoesOnWhereItStood() {
        tailrace.sender().send("portal", "info", "Before");
        pause();
        sendMeanwhile("Meanwhile");
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Before"});

        tailrace.page().locator("#resume").click();
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Before", "Meanwhile"});
        assertThat(tailrace.tab().state()).hasText("Following");
        assertThat(tailrace.tab().notes()).hasCount(0);
    }

    @Test
    void aPauseCannotBeMissedAndSurvivesAReload() {
        tailrace.sender().send("portal", "info", "Before");
        pause();
        assertThat(tailrace.page().locator("log-list .paused")).containsText("Paused.");
        assertThat(tailrace.page().locator("log-list .paused")).isInViewport();
        sendMeanwhile("Meanwhile");
        tailrace.open("/");
        assertThat(tailrace.tab().state()).hasAttribute("data-state", "paused");
        assertThat(tailrace.page().locator("log-list .paused")).isVisible();
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Before"});

        tailrace.page().keyboard().press("Space");
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Before", "Meanwhile"});
        assertThat(tailrace.tab().state()).hasText("Following");
        assertThat(tailrace.page().locator("log-list .paused")).isHidden();
        assertThat(tailrace.tab().notes()).hasCount(0);
        tailrace.open("/");
        assertThat(tailrace.tab().state()).hasText("Following");
    }

    @Test
    void aPausedPageThatWasReloadedJumpsToLiveAsAnyOther() {
        tailrace.sender().send("portal", "info", "Before");
        pause();
        tailrace.sender().sendMany(30, "portal", "info", "Meanwhile");
        tailrace.open("/");
        assertThat(tailrace.tab().state()).hasAttribute("data-state", "paused");
        tailrace.page().locator("#live").click();
        assertThat(tailrace.tab().state()).hasText("Following");
        tailrace.sender().send("portal", "info", "After");
        assertThat(tailrace.tab().messages().last()).hasText("After");
        // What the server had sent before it was told to jump is shown; all else is said to be left out.
        assertThat(tailrace.page().evaluate("""
                () => [...document.querySelectorAll('.entry, .note[data-kind=skipped]')]
                  .reduce((sum, { dataset }) => sum + (dataset.id ? 1 : Number(dataset.count)), 0)
                """)).isEqualTo(32);
    }

    @Test
    void aPauseIsOfItsViewOnly() {
        tailrace.sender().send("portal", "info", "Before");
        pause();
        sendMeanwhile("Meanwhile");
        tailrace.open("/?service=portal");
        assertThat(tailrace.tab().state()).hasText("Following");
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Before", "Meanwhile"});
    }

    @Test
    void aPausedPageThatJumpsToLiveShowsWhatItLeftOutWhenAsked() {
        tailrace.sender().send("portal", "info", "Before");
        pause();
        tailrace.sender().sendMany(249, "portal", "info", "Meanwhile");
        tailrace.page().locator("#live").click();
        assertThat(tailrace.tab().notes()).hasText("⋯ 249 entries not shown. Open");
        tailrace.sender().send("portal", "info", "After");
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Before", "After"});

        tailrace.tab().notes().click();
        assertThat(tailrace.tab().notes()).hasText("⋯ 49 entries not shown. Open");
        tailrace.page().evaluate("document.querySelector('log-list .view').scrollTop = 0");
        tailrace.tab().notes().click();
        assertThat(tailrace.tab().notes()).hasCount(0);
        assertThat(tailrace.tab().readThrough())
                .isEqualTo(LongStream.rangeClosed(1, 251).boxed().toList());
    }

    @Test
    void aFilterIsChangedOnTheSameSocketAndTheListIsFilledFromThePast() {
        for (int i = 0; i < 50; i++) {
            tailrace.sender().sendMany(1, i % 2 == 0 ? "portal" : "billing", "info", "Entry " + i);
        }
        tailrace.open("/");
        assertThat(tailrace.tab().messages().last()).hasText("Entry 49 1");
        tailrace.page().evaluate(TO_PORTAL);
        assertThat(tailrace.tab().messages().last()).hasText("Entry 48 1");
        assertThat(tailrace.tab().entries()).hasCount(25);

        tailrace.sender().send("billing", "info", "Of another service");
        tailrace.sender().send("portal", "info", "Of the service");
        assertThat(tailrace.tab().messages().last()).hasText("Of the service");
        assertThat(tailrace.tab().entries()).hasCount(26);
        assertThat(tailrace.tab().sockets()).isEqualTo(1);
    }

    private static final String TO_PORTAL = """
            async () => {
              const page = await import(document.querySelector('script[type=module]').src);
              const { filterFrom } = page.module('filter/filter.js');
              const filter = filterFrom(new URLSearchParams('service=portal'));
              document.dispatchEvent(new CustomEvent('view-change', { detail: { filter, entry: null } }));
            }
            """;

    private static void pause() {
        tailrace.open("/");
        assertThat(tailrace.tab().state()).hasText("Following");
        tailrace.page().keyboard().press("Space");
        assertThat(tailrace.tab().state()).hasAttribute("data-state", "paused");
    }

    /** Sends an entry and waits until another page shows it, so that this one would, too, if it did not stand still. */
    private static void sendMeanwhile(String message) {
        tailrace.sender().send("portal", "info", message);
        try (OpenPage another = OpenPage.in(tailrace.chromium())) {
            another.open(tailrace.server().http("/"));
            assertThat(another.messages().last()).hasText(message);
        }
    }

    private static long start(Object range) {
        String text = range.toString();
        return Long.parseLong(text.substring(0, text.indexOf('-')));
    }

    private static long end(Object range) {
        String text = range.toString();
        return Long.parseLong(text.substring(text.indexOf('-') + 1));
    }
}
