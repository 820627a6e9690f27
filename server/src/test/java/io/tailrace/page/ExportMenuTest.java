package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.tailrace.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The menu's files hold exactly what the page's filter and range select. */
final class ExportMenuTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    @Test
    void everyFormatHoldsExactlyWhatIsFiltered() throws IOException, SQLException {
        tailrace.sender().sendMany(3, "portal", "info", "a"); // ids 1 to 3
        tailrace.sender().sendMany(2, "portal", "error", "b, \"quoted\""); // 4 and 5
        tailrace.sender().sendMany(2, "billing", "error", "c"); // 6 and 7
        tailrace.open("/?service=portal&level=error&search=quoted");
        Locator panel = open();
        assertThat(panel.locator(".count")).hasText("2 entries at this moment.");

        assertThat(Files.readAllLines(download("NDJSON"), UTF_8).stream().map(line -> Json.at(Json.parse(line), "id")))
                .containsExactly(4L, 5L);
        List<String> csv = Files.readAllLines(download("CSV"), UTF_8);
        assertThat(csv).hasSize(3);
        assertThat(csv.subList(1, 3))
                .extracting(line -> line.substring(0, line.indexOf(',')))
                .containsExactly("4", "5");
        assertThat(parquetIds(download("Parquet"))).containsExactly(4L, 5L);
    }

    @Test
    void noCellOfCsvIsAFormulaUnlessItIsWantedRaw() throws IOException {
        tailrace.sender().send("portal", "info", "=1+1");
        tailrace.open("/");
        open();
        assertThat(Files.readString(download("CSV"))).contains(",info,'=1+1,");
        assertThat(Files.readString(download("Raw cells"))).contains(",info,=1+1,");
    }

    @Test
    void aRangeOfTimeHoldsForTheFileToo() throws IOException {
        sendAt("2026-01-01T10:00:00Z");
        sendAt("2026-01-01T11:00:00Z");
        sendAt("2026-01-01T12:00:00Z");
        tailrace.open("/?from=2026-01-01T10:30:00Z&to=2026-01-01T12:00:00Z");
        assertThat(open().locator(".count")).hasText("1 entry at this moment.");
        assertThat(Files.readAllLines(download("NDJSON"), UTF_8).stream().map(line -> Json.at(Json.parse(line), "id")))
                .containsExactly(2L);
    }

    @Test
    void whatTheServerRefusesIsSaidInsteadOfLinkedTo() {
        tailrace.open("/?q=level:warn%20AND");
        Locator panel = open();
        assertThat(panel.locator(".count")).containsText("expected a word or a field");
        assertThat(panel.locator("a")).hasCount(0);
    }

    private static Locator open() {
        return ViewMenu.of(tailrace.page()).open("Export");
    }

    private static Path download(String format) {
        Page page = tailrace.page();
        Locator link = page.locator("export-panel a").filter(new Locator.FilterOptions().setHasText(format));
        return page.waitForDownload(link::click).path();
    }

    private static void sendAt(String timestamp) {
        tailrace.sender()
                .send("{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\",\"timestamp\":\"" + timestamp + "\"}");
    }

    private static List<Long> parquetIds(Path file) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet rows = statement.executeQuery("select id from read_parquet('" + file + "')")) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }
}
