package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The menu's panels, the settings and the help. */
final class MenuTest {

    private static final String GROUND = "getComputedStyle(document.body).backgroundColor";

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    @Test
    void aPanelTakesTheFocusAndGivesItBackOnEscape() {
        tailrace.sender().send("portal", "info", "m");
        Page page = tailrace.open("/");
        ViewMenu menu = ViewMenu.of(page);
        menu.button("Settings").press("Enter");
        Locator panel = page.locator("settings-panel");
        assertThat(panel).isFocused();

        page.keyboard().press("Space"); // which pauses the page while no panel is open
        assertThat(tailrace.tab().state()).hasAttribute("data-state", "live");
        page.keyboard().press("Tab");
        page.keyboard().press("Escape");
        assertThat(panel).isHidden();
        assertThat(menu.button("Settings")).isFocused();
    }

    /** The browser tells that a panel is open a while after it is; whoever is at work in it by then is left there. */
    @Test
    void aPanelDoesNotTakeTheFocusFromWhoeverIsInItAlready() {
        Page page = tailrace.open("/");
        assertThat(ViewMenu.of(page).button("Views")).isVisible();
        assertThat(page.evaluate("""
                async () => {
                  const panel = document.querySelector('views-panel');
                  const told = new Promise((open) => panel.addEventListener('toggle', open, { once: true }));
                  document.querySelector('[popovertarget=views-panel]').click();
                  await panel.updateComplete;
                  panel.querySelector('.new-view').focus();
                  await told;
                  return document.activeElement.className;
                }
                """)).isEqualTo("new-view");
    }

    @Test
    void theThemeFollowsTheSystemUntilOneIsChosenAndIsKept() {
        Page page = tailrace.open("/");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        Object dark = page.evaluate(GROUND);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        Object light = page.evaluate(GROUND);
        assertThat(light).isNotEqualTo(dark);

        choose("Theme", "Dark");
        assertThat(page.evaluate(GROUND)).isEqualTo(dark);
        page.reload();
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        assertThat(page.evaluate(GROUND)).isEqualTo(dark);
        assertThat(setting("Theme", "Dark")).isChecked();
    }

    @Test
    void everySettingIsKeptOverAReload() {
        tailrace.sender()
                .send("{\"service\":\"portal\",\"level\":\"info\",\"message\":\"m\",\"metadata\":{\"host\":\"a1\"}}");
        Page page = tailrace.open("/");
        assertThat(page.locator(".entry")).containsText("a1");
        choose("Density", "Roomy");
        choose("Long lines", "Cut");
        choose("Tags and metadata", "Hidden");
        choose("Time zone", "UTC");
        choose("Times", "Relative");
        choose("Histogram", "Hidden");
        assertThat(page.locator(".entry")).not().containsText("a1");

        page.reload();
        assertThat(page.locator("html")).hasAttribute("data-density", "roomy");
        assertThat(page.locator("html")).hasAttribute("data-lines", "cut");
        assertThat(page.locator(".entry")).not().containsText("a1");
        for (String chosen : List.of("Roomy", "Cut", "UTC", "Relative")) {
            assertThat(ViewMenu.of(page).open("Settings").getByLabel(chosen)).isChecked();
            page.keyboard().press("Escape");
        }
        assertThat(setting("Tags and metadata", "Hidden")).isChecked();
        page.keyboard().press("Escape");
        assertThat(setting("Histogram", "Hidden")).isChecked();
    }

    @Test
    void theHelpListsEveryKeyAndOpensByTheButtonOrItsKey() {
        Page page = tailrace.open("/");
        ViewMenu.of(page).button("Help").click();
        Locator help = page.locator("help-dialog dialog");
        assertThat(help).isVisible();
        assertThat(help.locator("kbd").allTextContents())
                .contains("/", "j", "k", "Enter", "Space", "g", "G", "f", "t", "c", "?", "Escape");
        page.keyboard().press("Escape");
        assertThat(help).isHidden();
        assertThat(ViewMenu.of(page).button("Help")).isFocused();

        page.keyboard().press("?");
        assertThat(help).isVisible();
        help.getByLabel("Close help").click();
        assertThat(help).isHidden();
    }

    @Test
    void everyQueryInTheHelpIsOne() {
        Page page = tailrace.open("/");
        ViewMenu.of(page).button("Help").click();
        List<String> queries = page.locator("help-dialog .queries code").allTextContents();
        assertThat(queries).hasSizeGreaterThan(9);
        assertThat(queries)
                .allSatisfy(query -> assertThat(page.evaluate(
                                "async (query) => (await fetch(`api/logs?${new URLSearchParams({q: query})}`)).status",
                                query))
                        .isEqualTo(200));
    }

    @Test
    void onAPhoneTheControlsStandBehindOneButton() {
        Page page = tailrace.page();
        page.setViewportSize(360, 640);
        tailrace.open("/");
        assertThat(page.getByText("Menu", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        assertThat(ViewMenu.of(page).button("Views")).isHidden();

        for (String name : List.of("Columns", "Views", "Export", "Settings", "Notify")) {
            page.getByText("Menu", new Page.GetByTextOptions().setExact(true)).click();
            Locator panel = ViewMenu.of(page).open(name);
            assertThat(panel).isInViewport();
            tailrace.tab().await("() => document.querySelector('[role=dialog]:popover-open').scrollWidth <= 360");
            panel.getByLabel("Close").click();
            page.keyboard().press("Escape");
            assertThat(ViewMenu.of(page).button(name)).isHidden();
        }
        tailrace.tab().await("() => document.documentElement.scrollWidth === 360");
    }

    private static void choose(String setting, String value) {
        Locator choice = setting(setting, value);
        choice.check(new Locator.CheckOptions().setForce(true));
        tailrace.page().keyboard().press("Escape");
        assertThat(choice).isHidden();
    }

    /** Opens the settings, and answers one of their choices. */
    private static Locator setting(String setting, String value) {
        return ViewMenu.of(tailrace.page())
                .open("Settings")
                .getByRole(
                        AriaRole.GROUP,
                        new Locator.GetByRoleOptions().setName(setting).setExact(true))
                .getByLabel(value);
    }
}
