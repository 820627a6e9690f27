package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That axe-core finds nothing in any state of the page, in light and in dark. */
final class AxeTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    static Stream<Arguments> states() {
        return Stream.of(
                state("live", "/", page -> {}),
                state("filtered", "/?q=level:error&service=portal&tags=slow&min_level=warn", page -> {}),
                state("nothing matches", "/?q=zebra", page -> edge("No entry")),
                state("a range of the past", "/?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z", page -> {}),
                state("paused", "/", page -> page.keyboard().press("Space")),
                state("scrolled up", "/", page -> page.keyboard().press("g")),
                state("selected", "/", page -> page.keyboard().press("k")),
                state("an entry open", "/?entry=2", page -> details()),
                state("its context open", "/?entry=2", page -> {
                    details();
                    page.getByText("Context", exactly()).click();
                    assertThat(page.locator("entry-context .entry").first()).isVisible();
                }),
                state("all columns", "/?columns=level,service,tags,user_id,trace_id,metadata.host", page -> {}),
                state("a refused link", "/?level=loud", page -> stateIs("refused")),
                state("a query that does not parse", "/?q=level%3Aloud", page -> stateIs("refused")),
                state("completions", "/", page -> {
                    page.keyboard().press("/");
                    page.keyboard().type("service:");
                    assertThat(page.locator(".offers li").first()).isVisible();
                }),
                state(
                        "recent queries",
                        "/",
                        page -> page.getByLabel("Recent queries").click()),
                state("the list of tags", "/", page -> {
                    page.locator("[popovertarget=tags-values]").click();
                    assertThat(page.locator("#tags-values label").first()).isVisible();
                }),
                state(
                        "the choice of time",
                        "/",
                        page -> page.locator("range-picker .range").click()),
                state("the menu of a value", "/", page -> {
                    page.locator(".entry .value").first().click();
                    assertThat(page.locator(".value-menu")).isVisible();
                }),
                panel("Columns"),
                panel("Views"),
                panel("Export"),
                panel("Settings"),
                panel("Notify"),
                state("help", "/", page -> page.keyboard().press("?")),
                state("a phone", "/", page -> page.setViewportSize(360, 640)),
                state("a phone's menu", "/", page -> {
                    page.setViewportSize(360, 640);
                    page.locator("[popovertarget=menu-controls]").click();
                }),
                state("400 %", "/", page -> page.setViewportSize(320, 256)));
    }

    @ParameterizedTest
    @MethodSource("states")
    void nothingIsFound(String address, Consumer<Page> reach) {
        sendMixed();
        Page page = tailrace.open(address);
        assertThat(page.locator("filter-bar .chip").first()).isVisible();
        assertThat(tailrace.tab().state()).not().hasAttribute("data-state", "connecting");
        reach.accept(page);
        nothingIsFoundIn(page);
    }

    @Test
    void nothingIsFoundOnTheFirstRun() {
        Page page = tailrace.open("/");
        assertThat(page.locator("first-entry")).isVisible();
        nothingIsFoundIn(page);
    }

    @Test
    void nothingIsFoundWhileTheServerIsAway() {
        sendMixed();
        Page page = tailrace.open("/");
        assertThat(tailrace.tab().messages().last()).hasText("Signed in 54");
        page.routeWebSocket("**", socket -> socket.close());
        page.route("**/api/**", route -> route.abort("connectionfailed"));
        page.reload();
        assertThat(tailrace.tab().state()).hasAttribute("data-state", "reconnecting");
        nothingIsFoundIn(page);
    }

    private static void nothingIsFoundIn(Page page) {
        for (String theme : List.of("light", "dark")) {
            page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme);
            assertThat(AxeFindings.of(page)).as(theme).isEmpty();
        }
    }

    private static Arguments state(String name, String address, Consumer<Page> reach) {
        return argumentSet(name, address, reach);
    }

    private static Arguments panel(String name) {
        return state(
                "the panel " + name,
                "/",
                page -> assertThat(ViewMenu.of(page).open(name)).isVisible());
    }

    private static void details() {
        assertThat(tailrace.page().locator("entry-details .fields")).isVisible();
    }

    private static void edge(String beginning) {
        assertThat(tailrace.page().locator(".edge").first()).containsText(beginning);
    }

    private static void stateIs(String name) {
        assertThat(tailrace.tab().state()).hasAttribute("data-state", name);
    }

    private static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }

    private static void sendMixed() {
        tailrace.sender().send("portal", "info", "GET https://example.org/a 200 in 12 ms");
        tailrace.sender().send("""
                {"service":"billing","level":"error","message":"java.lang.Error: It failed\\n\\tat a.B.c(B.java:1)\\n\\tat a.B.d(B.java:2)",
                 "tags":["slow","db"],"user_id":7,"trace_id":"abc","metadata":{"host":"a1","deep":{"status":502}}}
                """.replace("\n ", ""));
        tailrace.sender().send("portal", "fatal", "{\"event\":\"json\",\"ok\":false}");
        tailrace.sender().send("portal", "warn", "\u001b[31mred\u001b[0m and plain");
        tailrace.sender().send("portal", "trace", "Small");
        tailrace.sender().send("portal", "debug", "Small, too");
        tailrace.sender().sendMany(54, "auth", "info", "Signed in");
    }
}
