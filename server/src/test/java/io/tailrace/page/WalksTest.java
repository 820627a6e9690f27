package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The walks of docs/PAGE.md: what five people come to the page for, from its first sight to what they wanted. */
final class WalksTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    @Test
    void onCallFromTheAlertToTheCauseAndItsLink() {
        sendARequestThatFails();
        sendOthers(30);
        Page page = tailrace.open("/");
        chip("error").click();
        assertThat(page).hasURL(Pattern.compile("level=error"));
        ShownEntries.are(tailrace.tab(), "Charge failed", "POST /checkout 502");

        row("Charge failed").locator(".time").click();
        assertThat(page.locator("entry-details message-view")).containsText("GatewayException");
        page.locator("entry-details").getByText("Trace", exactly()).click();
        assertThat(page.locator("time-histogram .summary")).containsText("4 entries");
        assertThat(page.locator(".row.is-selected .message")).containsText("Charge failed");

        page.locator("entry-details").getByText("Copy link", exactly()).click();
        try (OpenPage colleague = OpenPage.in(tailrace.chromium())) {
            colleague.open(URI.create(Clipboard.pasted(page)));
            assertThat(colleague.page().locator("entry-details")).containsText("GatewayException");
            assertThat(colleague.page().locator("time-histogram .summary")).containsText("4 entries");
            assertThat(colleague.complaints()).isEmpty();
        }
    }

    @Test
    void aDeveloperFollowsTheirOwnProgramAndSeesWhatTheyChanged() {
        sendOthers(30);
        Page page = tailrace.open("/");
        chip("shop").click();
        tailrace.sender().send(mine("Starting", 1));
        ShownEntries.are(tailrace.tab(), "Before", "Starting");
        assertThat(tailrace.tab().state()).hasText("Following");

        row("Starting").locator(".time").click();
        page.locator("entry-details").getByLabel("Column metadata.attempt").click();
        assertThat(page.locator("log-list .head").last()).hasText("message");
        assertThat(page.locator("log-list .heads")).containsText("attempt");
        page.keyboard().press("Escape");

        tailrace.sender().send(mine("Working", 2));
        assertThat(row("Working").locator("[data-field='metadata.attempt']")).hasText("2");
        page.locator("#pause").click();
        assertThat(tailrace.tab().state()).hasText(Pattern.compile("^Paused"));
        tailrace.sender().send(mine("Done", 3));
        page.locator("#resume").click();
        ShownEntries.are(tailrace.tab(), "Before", "Starting", "Working", "Done");
    }

    @Test
    void anAnalystCountsAndTakesAnExportHome() throws IOException {
        for (int minute = 0; minute < 60; minute++) {
            tailrace.sender().send("""
                    {"service":"portal","level":"%s","message":"GET /p %d","timestamp":"2026-03-22T10:%02d:30Z","metadata":{"status":%d}}
                    """.formatted(
                            minute % 6 == 0 ? "error" : "info", minute, minute, minute % 6 == 0 ? 502 : 200));
        }
        Page page = tailrace.open("/?from=2026-03-22T10:00:00Z&to=2026-03-22T11:00:00Z");
        assertThat(tailrace.tab().state()).hasText("Past");
        assertThat(page.locator("time-histogram .summary")).containsText("60 entries");
        assertThat(chip("error").locator(".chip-count")).hasText("10");

        page.locator(".entry .details .value", new Page.LocatorOptions().setHasText("status=200"))
                .last()
                .click();
        page.getByText("Exclude it", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("time-histogram .summary")).containsText("10 entries");
        assertThat(tailrace.tab().messages()).hasCount(10);

        Locator panel = ViewMenu.of(page).open("Export");
        Download download = page.waitForDownload(() -> panel.locator(".format")
                .filter(new Locator.FilterOptions().setHasText("CSV"))
                .click());
        List<String> lines = Files.readAllLines(download.path(), UTF_8);
        assertThat(lines).hasSize(11);
        assertThat(lines.getFirst()).contains("message");
    }

    @Test
    void aNewUserFromAnEmptyLogToTheirFirstFilter() {
        Page page = tailrace.open("/");
        assertThat(page.locator("first-entry")).containsText("This log is empty");
        page.getByText("Try with demo traffic").click();
        assertThat(page.locator("demo-traffic")).containsText("Made-up entries");
        assertThat(tailrace.tab().entries().first()).isVisible();
        page.locator("demo-traffic").getByText("Stop").click();
        assertThat(tailrace.tab().state()).hasText("Following");

        page.locator(".entry [data-field=service] .value").first().click();
        page.getByText("Filter for it", new Page.GetByTextOptions().setExact(true))
                .click();
        assertThat(page.locator(".chips .clear")).isVisible();
        assertThat(page).hasURL(Pattern.compile("service=[a-z]+"));
        page.locator(".chips .clear").click();
        assertThat(page).hasURL(tailrace.server().http("/").toString());
        page.keyboard().press("?");
        assertThat(page.locator("help-dialog dialog")).isVisible();
    }

    @Test
    void withTheKeyboardOnlyFromTheFirstTabToACopy() {
        sendARequestThatFails();
        sendOthers(30);
        Page page = tailrace.open("/");
        page.keyboard().press("/");
        page.keyboard().type("level>=error");
        page.keyboard().press("Enter");
        ShownEntries.are(tailrace.tab(), "Charge failed", "POST /checkout 502");
        page.keyboard().press("Escape");
        page.keyboard().press("Escape");

        page.keyboard().press("k");
        page.keyboard().press("k");
        assertThat(page.locator(".row.is-selected .message")).containsText("Charge failed");
        page.keyboard().press("Enter");
        assertThat(page.locator("entry-details")).containsText("GatewayException");
        page.keyboard().press("Escape");
        assertThat(page.locator("entry-details")).hasCount(0);
        page.keyboard().press("c");
        assertThat(page.locator("#announcements")).hasText("Copied.");

        page.keyboard().press("Space");
        assertThat(tailrace.tab().state()).hasAttribute("data-state", "paused");
        page.keyboard().press("f");
        assertThat(tailrace.tab().state()).hasText("Following");
        page.keyboard().press("/");
        assertThat(page.locator("filter-bar textarea")).isFocused();
        page.keyboard().press("Control+A");
        page.keyboard().press("Delete");
        page.keyboard().press("Enter");
        assertThat(tailrace.tab().messages().last()).hasText("Other 30");
    }

    private static void sendARequestThatFails() {
        String trace = "\"trace_id\":\"4bf92f3577b34da6\"";
        tailrace.sender().send("""
                {"service":"portal","level":"info","message":"POST /checkout",%s}""".formatted(trace));
        tailrace.sender().send("""
                {"service":"payments","level":"info","message":"Charging 12.90 EUR",%s}""".formatted(trace));
        tailrace.sender()
                .send(("{\"service\":\"payments\",\"level\":\"error\",\"message\":\"Charge failed\\n"
                                + "shop.GatewayException: no answer\\n\\tat shop.Gateway.charge(Gateway.java:118)\\n"
                                + "\\tat shop.Portal.pay(Portal.java:4)\",%s}")
                        .formatted(trace));
        tailrace.sender().send("""
                {"service":"portal","level":"error","message":"POST /checkout 502",%s}""".formatted(trace));
    }

    private static void sendOthers(int count) {
        tailrace.sender().sendMany(count, "other", "info", "Other");
        tailrace.sender().send("shop", "debug", "Before");
        tailrace.sender().send("other", "info", "Other 30");
    }

    private static String mine(String message, int attempt) {
        return "{\"service\":\"shop\",\"level\":\"info\",\"message\":\"" + message + "\",\"metadata\":{\"attempt\":"
                + attempt + "}}";
    }

    private static Locator chip(String value) {
        return tailrace.page().locator(".chip[data-value='" + value + "']");
    }

    private static Locator row(String message) {
        return tailrace.tab().entries().filter(new Locator.FilterOptions().setHasText(message));
    }

    private static Locator.GetByTextOptions exactly() {
        return new Locator.GetByTextOptions().setExact(true);
    }
}
