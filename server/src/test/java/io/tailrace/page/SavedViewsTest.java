package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.tailrace.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A view that was saved opens again: in this browser, and through a file in another. */
final class SavedViewsTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    @Test
    void aSavedViewGoesThroughAFileIntoAnotherBrowser() throws IOException {
        tailrace.sender().send("portal", "error", "Wanted");
        tailrace.sender().send("portal", "info", "Not wanted");
        Page page = tailrace.open("/?level=error&columns=service,id");
        save(page, "Errors, by id");
        String file = Files.readString(
                page.waitForDownload(page.getByText("Export all")::click).path(), UTF_8);

        try (OpenPage other = OpenPage.in(tailrace.chromium())) {
            other.open(tailrace.server().http("/"));
            assertThat(other.messages()).hasCount(2);
            importViews(other.page(), file);
            assertThat(said(other.page())).hasText("1 view is imported.");

            other.page().getByText("Errors, by id").click();
            assertThat(other.messages()).hasText(new String[] {"Wanted"});
            assertThat(other.page().locator(".entry > .column[data-field=id]")).hasText("1");
            assertThat(other.page().url()).isEqualTo(page.url().replace(",", "%2C"));
            assertThat(other.page().locator("views-panel")).isHidden();
            assertThat(other.complaints()).isEmpty();
        }
    }

    @Test
    void aFileThatIsNoneIsRefusedByFieldAndRule() {
        Page page = tailrace.open("/");
        save(page, "Kept");
        Map<String, String> wrong = Map.ofEntries(
                Map.entry("no JSON", "The file must be JSON:"),
                Map.entry("[]", "The file must hold a JSON object."),
                Map.entry("{\"views\":[]}", "tailrace must be \"views\": this is another kind of file."),
                Map.entry("{\"tailrace\":\"views\",\"version\":2}", "version must be 1:"),
                Map.entry("{\"tailrace\":\"views\",\"version\":1,\"views\":{}}", "views must be a list."),
                Map.entry(file("{\"name\":7,\"query\":\"\"}"), "views[0].name must be a text that is not empty."),
                Map.entry(
                        file("{\"name\":\"" + "n".repeat(101) + "\",\"query\":\"\"}"),
                        "views[0].name must have at most 100 characters."),
                Map.entry(
                        file("{\"name\":\"a\",\"query\":\"\"},{\"name\":\"a\",\"query\":\"\"}"),
                        "views[1].name must not be that of another view in the file, \"a\"."),
                Map.entry(
                        file("{\"name\":\"a\",\"query\":\"https://a\"}"),
                        "views[0].query must be empty or begin with a question mark."),
                Map.entry(
                        file("{\"name\":\"a\",\"query\":\"?levle=error\"}"),
                        "views[0].query must not have \"levle\", which is no part of a view."),
                Map.entry(
                        file("{\"name\":\"a\",\"query\":\"?range=soon\"}"),
                        "views[0].query must have a range like range=15m,"),
                Map.entry(
                        file("{\"name\":\"a\",\"query\":\"\"}" + ",{\"name\":\"a\",\"query\":\"\"}".repeat(200)),
                        "views must hold at most 200 views, not 201."));
        wrong.forEach((file, reason) -> {
            importViews(page, file);
            assertThat(page.locator("views-transfer [role=alert]"))
                    .containsText("views.json is not imported. " + reason);
        });
        assertThat(names(page)).hasText(new String[] {"Kept"});
    }

    @Test
    void aViewOfTheSameNameIsReplacedOnlyOnceThatWasSaid() {
        Page page = tailrace.open("/?level=error");
        save(page, "Mine");
        importViews(page, file("{\"name\":\"Mine\",\"query\":\"?level=warn\"},{\"name\":\"New\",\"query\":\"\"}"));
        Locator question = page.locator("views-transfer .question");
        assertThat(question).containsText("Replaces what is saved as Mine.");
        assertThat(kept(page)).containsExactly("Mine ?level=error");

        question.getByText("Import only the others").click();
        assertThat(question).isHidden();
        assertThat(kept(page)).containsExactly("Mine ?level=error", "New ");

        importViews(page, file("{\"name\":\"Mine\",\"query\":\"?level=warn\"}"));
        question.getByText("Replace", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(said(page)).hasText("1 view is imported.");
        assertThat(kept(page)).containsExactly("Mine ?level=warn", "New ");
    }

    @Test
    void aDeletedViewComesBackByUndo() {
        Page page = tailrace.open("/?level=error");
        save(page, "Mine");
        page.getByLabel("Delete Mine").click();
        assertThat(kept(page)).isEmpty();
        assertThat(page.getByLabel("Undo: bring Mine back")).isFocused();

        page.keyboard().press("Enter");
        assertThat(said(page)).hasText("Mine is back.");
        assertThat(kept(page)).containsExactly("Mine ?level=error");
    }

    @Test
    void aViewIsRenamedButNotToAnothersName() {
        Page page = tailrace.open("/");
        save(page, "One");
        save(page, "Two");
        page.getByLabel("Rename One").click();
        page.keyboard().type("Two");
        page.keyboard().press("Enter");
        assertThat(said(page)).hasText("There is a view named Two already.");
        page.getByLabel("New name of One").fill("Three <b>");
        page.keyboard().press("Enter");
        assertThat(names(page)).hasText(new String[] {"Three <b>", "Two"});
        assertThat(kept(page)).containsExactly("Three <b> ", "Two ");
    }

    @Test
    void aLinkToWhatIsShownStandsStillUnlessItIsToMoveOn() {
        Page page = tailrace.open("/?service=portal");
        ViewMenu.of(page).open("Views");
        page.getByText("Copy link to this view").click();
        assertThat(Clipboard.pasted(page)).matches(".*/\\?service=portal&from=20[^&]*Z&to=20[^&]*Z");
        page.getByText("Copy link that moves on").click();
        assertThat(said(page)).hasText("The link to this view as it moves on is copied.");
        assertThat(Clipboard.pasted(page)).endsWith("/?service=portal");
    }

    @Test
    void aLinkToAViewIsCopied() {
        Page page = tailrace.open("/?service=portal");
        save(page, "Portal");
        tailrace.open("/");
        ViewMenu.of(page).open("Views");
        page.getByLabel("Copy link to Portal").click();
        assertThat(said(page)).hasText("The link to Portal is copied.");
        assertThat(Clipboard.pasted(page))
                .isEqualTo(tailrace.server().http("/?service=portal").toString());
    }

    @Test
    void noMoreThanTwoHundredViewsAreKept() {
        Page page = tailrace.open("/");
        page.evaluate("localStorage.setItem('tailrace.views', JSON.stringify("
                + "Array.from({length: 200}, (_, i) => ({name: `View ${i}`, query: ''}))))");
        save(page, "One more");
        assertThat(said(page)).hasText("That would be 201 views, and at most 200 are kept. Delete some first.");
        assertThat(kept(page)).hasSize(200);
    }

    /** Saves what the page shows, and leaves the panel open. */
    private static void save(Page page, String name) {
        if (!page.locator("views-panel").isVisible()) {
            ViewMenu.of(page).open("Views");
        }
        page.getByLabel("Name of this view").fill(name);
        page.keyboard().press("Enter");
        assertThat(said(page)).not().hasText("");
    }

    private static void importViews(Page page, String file) {
        if (!page.locator("views-panel").isVisible()) {
            ViewMenu.of(page).open("Views");
        }
        page.getByLabel("File of views to import")
                .setInputFiles(new FilePayload("views.json", "application/json", file.getBytes(UTF_8)));
    }

    private static String file(String views) {
        return "{\"tailrace\":\"views\",\"version\":1,\"views\":[" + views + "]}";
    }

    private static Locator said(Page page) {
        return page.locator("views-panel .said");
    }

    private static Locator names(Page page) {
        return page.locator("views-panel .views .open");
    }

    /** What the browser keeps, as names and queries. */
    private static List<String> kept(Page page) {
        List<?> views = (List<?>) Json.parse((String) page.evaluate("localStorage.getItem('tailrace.views')"));
        return views.stream()
                .map(view -> Json.at(view, "name") + " " + Json.at(view, "query"))
                .toList();
    }
}
