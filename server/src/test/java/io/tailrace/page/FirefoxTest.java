package io.tailrace.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.LogSender;
import io.tailrace.testing.ServerExtension;
import io.tailrace.testing.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a person does most with the page, in Firefox, which draws, scrolls and takes pointers and keys by other code than
 * Chromium. After each test it holds the page to it that Firefox complained about nothing.
 */
final class FirefoxTest {

    private static Firefox firefox;

    @RegisterExtension
    final ServerExtension server = new ServerExtension();

    private FirefoxTab tab;

    @BeforeAll
    static void openFirefox() {
        firefox = Firefox.open();
    }

    @AfterAll
    static void closeFirefox() {
        firefox.close();
    }

    @BeforeEach
    void openTab() {
        tab = FirefoxTab.in(firefox);
    }

    @AfterEach
    void closeTab() {
        List<String> complaints = tab.complaints();
        tab.close();
        assertThat(complaints).isEmpty();
    }

    @Test
    void itOpensOnTheNewestEntriesAndFollowsWhatComes() {
        server.sender().sendMany(300, "portal", "info", "Entry");
        tab.open(server.http("/"));
        tab.awaitNewest("Entry 300");
        tab.awaitState("live");
        for (int post = 0; post < 5; post++) {
            server.sender().sendMany(10, "portal", "info", "Post " + post);
        }
        tab.awaitNewest("Post 4 10");
        assertThat(lastIsInSight()).isTrue();
        assertThat(tab.messages()).endsWith("Post 4 8", "Post 4 9", "Post 4 10");
    }

    @Test
    void aFilterIsTypedAndTakesEffectOnWhatIsThereAndWhatComes() {
        server.sender().send("portal", "info", "Of the portal");
        server.sender().send("billing", "error", "Of the billing");
        tab.open(server.http("/"));
        tab.awaitNewest("Of the billing");
        tab.key("/");
        tab.type("service:portal ");
        tab.key("Enter");
        tab.awaitNewest("Of the portal");
        assertThat(tab.messages()).containsExactly("Of the portal");
        tab.await("it in the address", "location.search === '?q=service%3Aportal'");

        server.sender().send("billing", "info", "Left out");
        server.sender().send("portal", "info", "Taken");
        tab.awaitNewest("Taken");
        assertThat(tab.messages()).containsExactly("Of the portal", "Taken");
    }

    @Test
    void aReaderWhoScrolledUpKeepsTheirPlaceUntilTheyWantTheNewest() {
        server.sender().sendMany(150, "portal", "info", "Old");
        tab.open(server.http("/"));
        tab.awaitNewest("Old 150");
        tab.scroll("log-list .view", -600);
        tab.await("the way back", "!document.querySelector('log-list .newest').hidden");
        tab.await("a list that stands still", """
                (async () => {
                  const view = document.querySelector('log-list .view');
                  const places = [];
                  for (let frame = 0; frame < 20; frame += 1) {
                    await new Promise((next) => requestAnimationFrame(next));
                    places.push(view.scrollTop);
                  }
                  return places.every((place) => place === places[0]);
                })()
                """);
        String before = tab.evaluate(FIRST_IN_SIGHT).toString();
        server.sender().sendMany(20, "portal", "info", "New");
        tab.await("how many came", "document.querySelector('log-list .newest').textContent === '↓ 20 new'");
        assertThat(tab.evaluate(FIRST_IN_SIGHT)).hasToString(before);

        tab.click("log-list .newest");
        tab.awaitNewest("New 20");
        assertThat(lastIsInSight()).isTrue();
    }

    @Test
    void olderPagesComeWithoutAJumpAndTheListRunsBackIntoTheStream() {
        server.sender().sendMany(900, "portal", "info", "Entry");
        tab.open(server.http("/"));
        tab.awaitNewest("Entry 900");
        tab.key("g");
        tab.await("the first entry", "document.querySelector('.entry .text')?.textContent === 'Entry 1'");
        tab.key("G");
        tab.awaitNewest("Entry 900");
        server.sender().send("portal", "info", "Live again");
        tab.awaitNewest("Live again");
    }

    @Test
    void aPauseStandsStillAndGoesOnWithTheNextEntry() {
        server.sender().send("portal", "info", "Before");
        tab.open(server.http("/"));
        tab.awaitState("live");
        tab.key(" ");
        tab.awaitState("paused");
        server.sender().send("portal", "info", "Meanwhile");
        tab.await("what waits", "/1 entry behind/.test(document.querySelector('#state').textContent)");
        assertThat(tab.messages()).containsExactly("Before");
        tab.click("#resume");
        tab.awaitNewest("Meanwhile");
        assertThat(tab.messages()).containsExactly("Before", "Meanwhile");
    }

    @Test
    void anOpenEntryTellsAllThatItHolds() {
        server.sender().send("""
                {"service":"portal","level":"error","message":"It failed\\n  at a.B.c(B.java:1)","tags":["slow"],
                 "metadata":{"host":"a1","deep":{"status":502}},"trace_id":"abc"}""".replace("\n ", ""));
        tab.open(server.http("/"));
        tab.awaitNewest("It failed");
        tab.click(".entry .time");
        tab.await("its details", "document.querySelector('entry-details .fields') !== null");
        assertThat(tab.text("entry-details")).contains("a1", "502", "abc", "slow", "B.java:1");
        tab.await("it in the address", "location.search === '?entry=1'");
        tab.key("Escape");
        tab.await("it closed", "document.querySelector('entry-details') === null");
    }

    @Test
    void theThemeIsSwitchedAndKept() {
        server.sender().send("portal", "info", "m");
        tab.open(server.http("/"));
        tab.key("t");
        String light = ground();
        tab.key("t");
        assertThat(ground()).isNotEqualTo(light);
        String dark = ground();
        tab.reload();
        assertThat(ground()).isEqualTo(dark);
    }

    @Test
    void everyPanelOpensAndGivesTheFocusBack() {
        server.sender().send("portal", "info", "m");
        tab.open(server.http("/"));
        for (String panel : List.of("columns", "views", "export", "settings", "notify")) {
            tab.click("[popovertarget=" + panel + "-panel]");
            tab.await(panel, "document.querySelector('" + panel + "-panel').matches(':popover-open:focus-within')");
            tab.key("Escape");
            tab.await("it closed", "document.activeElement.getAttribute('popovertarget') === '" + panel + "-panel'");
        }
    }

    @Test
    void aKilledServerLeavesNoGapAndNoDuplicate(@TempDir Path data) {
        try (ServerProcess process = ServerProcess.start(data);
                LogSender sender = new LogSender(process.http("/api/logs"))) {
            sender.sendMany(20, "portal", "info", "Before");
            tab.open(process.http("/"));
            tab.awaitNewest("Before 20");
            tab.awaitState("live");
            process.kill();
            tab.await("that it is away", "document.querySelector('#state').dataset.state !== 'live'");
            process.restart();
            sender.sendMany(20, "portal", "info", "As soon as it is up");
            tab.awaitNewest("As soon as it is up 20");
            assertThat(tab.evaluate("[...document.querySelectorAll('.entry')].map((row) => Number(row.dataset.id))"))
                    .hasToString(LongStream.rangeClosed(1, 40)
                            .boxed()
                            .toList()
                            .toString()
                            .replace(" ", ""));
            assertThat(tab.evaluate("document.querySelectorAll('.note').length"))
                    .hasToString("0");
            tab.open(server.http("/")); // so that the last that this tab asks for is there
        }
    }

    private static final String FIRST_IN_SIGHT = """
            (() => {
              const top = document.querySelector('log-list .view').getBoundingClientRect().top;
              const row = [...document.querySelectorAll('.entry')].find((one) => one.getBoundingClientRect().top > top);
              return [row.dataset.id, row.getBoundingClientRect().top];
            })()
            """;

    private boolean lastIsInSight() {
        return tab.evaluate("""
                (() => {
                  const view = document.querySelector('log-list .view').getBoundingClientRect();
                  const last = [...document.querySelectorAll('.entry')].at(-1).getBoundingClientRect();
                  return last.top >= view.top && last.bottom <= view.bottom + 1;
                })()
                """).getAsBoolean();
    }

    private String ground() {
        return tab.evaluate("getComputedStyle(document.body).backgroundColor").getAsString();
    }
}
