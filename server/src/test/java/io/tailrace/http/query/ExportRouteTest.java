package io.tailrace.http.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.http.query.QueryLog.Place;
import io.tailrace.testing.Await;
import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.Json;
import io.tailrace.testing.RawStream;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports: whole, in order, at the pace of their client, and leaving nothing behind. */
final class ExportRouteTest {

    private static final int COUNT = 600;

    @TempDir
    Path data;

    private static List<Long> ids(Stream<String> lines) {
        return lines.map(line -> (Long) Json.at(Json.parse(line), "id")).toList();
    }

    private static List<Long> up(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void everyEntryIsALineOnce(Place place) throws IOException {
        try (TestServer server = QueryLog.start(data, place, COUNT);
                HttpSocket http = HttpSocket.open(server)) {
            Answer all = http.get("/api/logs/export");
            assertThat(all.status()).isEqualTo(200);
            assertThat(all.header("Content-Type")).isEqualTo("application/x-ndjson");
            assertThat(all.header("Content-Disposition"))
                    .matches("attachment; filename=\"tailrace-\\d{8}T\\d{6}Z\\.ndjson\"");
            assertThat(ids(all.text().lines())).isEqualTo(up(1, COUNT));
            assertThat(all.text().lines().skip(99).findFirst().orElseThrow())
                    .isEqualTo(http.get("/api/logs/100").text());

            Answer some = http.get(
                    "/api/v1/logs/export?format=ndjson&level=error&from=2027-01-15T08:00:05Z&to=2027-01-15T08:00:12Z");
            assertThat(ids(some.text().lines())).isEqualTo(List.of(6L, 9L));
        }
    }

    @Test
    void csvQuotesWhatItMust() throws IOException {
        try (TestServer server = QueryLog.start(data, Place.BOTH, COUNT);
                HttpSocket http = HttpSocket.open(server)) {
            Answer answer = http.get("/api/logs/export?format=csv&to=2027-01-15T08:00:05Z&service=even");

            assertThat(answer.header("Content-Type")).isEqualTo("text/csv; charset=utf-8; header=present");
            String created = String.valueOf(http.get("/api/logs/4").at("created_at"));
            assertThat(answer.text())
                    .startsWith(
                            "id,timestamp,created_at,service,level,message,tags,metadata,user_id,trace_id,span_id\r\n2,")
                    .endsWith("\r\n4,2027-01-15T08:00:04.000000Z," + created + ",even,info,\"n 4, \"\"é\"\"\n\","
                            + "\"[\"\"r0\"\",\"\"four\"\"]\",\"{\"\"third\"\":1}\",,,\r\n");
        }
    }

    /** Whoever may send an entry would otherwise have a formula run on the desk of who opens the file. */
    @Test
    void noCellOfCsvIsAFormulaUnlessItIsWantedRaw() throws IOException {
        try (TestServer server = TestServer.start(data);
                HttpSocket http = HttpSocket.open(server)) {
            List<String> texts = List.of("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "=\"a\",b", "'=1", "1=1", " =1");
            for (String text : texts) {
                String quoted = "\""
                        + text.replace("\\", "\\\\")
                                .replace("\t", "\\t")
                                .replace("\r", "\\r")
                                .replace("\"", "\\\"") + "\"";
                http.post(
                        "{\"service\":%s,\"level\":\"info\",\"message\":%s,\"trace_id\":%s,\"span_id\":%s,\"user_id\":-5}"
                                .formatted(quoted, quoted, quoted, quoted));
            }
            List<String> rows = rows(http.get("/api/logs/export?format=csv").text());
            assertThat(rows)
                    .isEqualTo(texts.stream()
                            .map(text -> "=+-@\t\r".indexOf(text.charAt(0)) < 0 ? text : "'" + text)
                            .map(text -> csv(text) + ",info," + csv(text) + ",[],{},'-5," + csv(text) + "," + csv(text))
                            .toList());
            List<String> raw =
                    rows(http.get("/api/logs/export?csv=raw&format=csv").text());
            assertThat(raw)
                    .isEqualTo(texts.stream()
                            .map(text -> csv(text) + ",info," + csv(text) + ",[],{},-5," + csv(text) + "," + csv(text))
                            .toList());
            assertThat(rows(http.get("/api/logs/export?format=csv&csv=safe").text()))
                    .isEqualTo(rows);
        }
    }

    private static String csv(String text) {
        return text.matches("(?s).*[\",\r\n].*") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }

    /** The rows without what the server adds in front. */
    private static List<String> rows(String csv) {
        return Stream.of(csv.split("\r\n"))
                .skip(1)
                .map(row -> row.split(",", 4)[3])
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void parquetHoldsTheSame(Place place) throws IOException, SQLException {
        try (TestServer server = QueryLog.start(data.resolve("server"), place, COUNT)) {
            Path file = data.resolve("export.parquet");
            try (InputStream body =
                    server.http("/api/logs/export?format=parquet").toURL().openStream()) {
                Files.copy(body, file);
            }
            try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT count(*), min(id), max(id), count(DISTINCT id),"
                            + " min(epoch_us(timestamp)), any_value(message) FILTER (id = 7),"
                            + " any_value(tags[1]) FILTER (id = 7), count(*) FILTER (level = 'error') FROM '" + file
                            + "'")) {
                row.next();
                assertThat(List.of(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                        .isEqualTo(List.of(600L, 1L, 600L, 600L));
                assertThat(row.getLong(5)).isEqualTo((QueryLog.START + 1) * 1_000_000);
                assertThat(row.getString(6)).isEqualTo("n 7, \"é\"\n");
                assertThat(row.getString(7)).isEqualTo("r3");
                assertThat(row.getLong(8)).isEqualTo(200);
            }
            assertThat(leftOvers(data.resolve("server"))).isEmpty();
        }
    }

    private static List<Path> leftOvers(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("tmp"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("export-"))
                    .toList();
        }
    }

    @Test
    void anExportOfNothingIsAnEmptyFile() throws IOException {
        try (TestServer server = TestServer.start(data);
                HttpSocket http = HttpSocket.open(server)) {
            assertThat(http.get("/api/logs/export").text()).isEmpty();
            assertThat(http.get("/api/logs/export?format=csv").text().lines()).hasSize(1);
            assertThat(http.get("/api/logs/export?format=parquet").text()).startsWith("PAR1");
            http.post("{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\"}");
            assertThat(http.get("/api/logs/export?service=none").text()).isEmpty();
        }
    }

    @Test
    void headDescribesTheFile() throws IOException {
        try (TestServer server = TestServer.start(data);
                HttpSocket http = HttpSocket.open(server)) {
            Answer answer = http.say(HttpSocket.head("HEAD", "/api/logs/export?format=csv") + "\r\n")
                    .answerWithoutBody();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Disposition")).contains(".csv");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "format=xml",
                "format=",
                "format=csv&format=csv",
                "limit=5",
                "from=1m&to=2m",
                "format=csv&csv=no",
                "format=csv&csv=",
                "csv=raw",
                "format=ndjson&csv=raw",
                "format=parquet&csv=safe",
                "format=csv&csv=raw&csv=raw"
            })
    void whatBreaksARuleIsRefused(String query) throws IOException {
        try (TestServer server = TestServer.start(data);
                HttpSocket http = HttpSocket.open(server)) {
            assertThat(http.get("/api/logs/export?" + query).status()).isEqualTo(400);
        }
    }

    /** More than what sockets and the server's window hold. */
    private static void sendMuch(TestServer server) throws IOException {
        String line = "{\"service\":\"s\",\"level\":\"info\",\"message\":\"" + "x".repeat(10_000) + "\"}\n";
        try (HttpSocket http = HttpSocket.open(server)) {
            for (int i = 0; i < 20; i++) {
                assertThat(http.postLines(line.repeat(100)).status()).isEqualTo(201);
            }
        }
    }

    @Test
    void aClientThatGoesEndsItsExport() throws IOException {
        try (TestServer server = TestServer.with().sendBufferBytes(8192).start(data)) {
            sendMuch(server);
            try (RawStream export = RawStream.small(server.http("/api/logs/export"))) {
                assertThat(export.head().status()).isEqualTo(200);
                Await.until("it runs", () -> server.metric("tailrace_exports_running") == 1);
            }
            Await.until("it ends", () -> server.metric("tailrace_exports_running") == 0);
            assertThat(server.metric("tailrace_exports_cancelled_total")).isEqualTo(1);
        }
    }

    @Test
    void aClientThatTakesNothingIsGivenUp() throws IOException {
        try (TestServer server =
                TestServer.with().sendBufferBytes(8192).liveness(1000, 1000).start(data)) {
            sendMuch(server);
            try (RawStream export = RawStream.small(server.http("/api/logs/export"))) {
                assertThat(export.head().status()).isEqualTo(200);
                Await.until("it is given up", () -> server.metric("tailrace_exports_cancelled_total") == 1);
            }
            Await.until("none runs", () -> server.metric("tailrace_exports_running") == 0);
        }
    }

    @Test
    void aSlowClientGetsEverythingAndMoreExportsAreRefused() throws IOException {
        try (TestServer server =
                TestServer.with().sendBufferBytes(8192).exportConcurrency(1).start(data)) {
            sendMuch(server);
            try (RawStream export = RawStream.small(server.http("/api/logs/export"));
                    HttpSocket http = HttpSocket.open(server)) {
                Await.until("it runs", () -> server.metric("tailrace_exports_running") == 1);
                Answer second = http.get("/api/logs/export");
                assertThat(second.status()).isEqualTo(429);
                assertThat(second.header("Retry-After")).isEqualTo("1");
                assertThat(http.get("/api/logs?limit=1").status()).isEqualTo(200);
                for (long id = 1; id <= 2000; id++) {
                    assertThat(export.readLine()).startsWith("{\"id\":" + id + ",");
                }
                assertThat(export.isAtEnd()).isTrue();
            }
        }
    }

    @Test
    void whoHasItsExportCanAskForTheNextAtOnce() throws IOException {
        try (TestServer server = TestServer.with().exportConcurrency(1).start(data);
                HttpSocket http = HttpSocket.open(server)) {
            for (int i = 0; i < 500; i++) {
                assertThat(http.get("/api/logs/export").status()).isEqualTo(200);
            }
        }
    }
}
