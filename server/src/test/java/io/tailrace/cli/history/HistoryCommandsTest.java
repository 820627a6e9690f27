package io.tailrace.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.cli.CommandRun;
import io.tailrace.cli.ScriptedServer;
import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.Json;
import io.tailrace.testing.LogSender;
import io.tailrace.testing.ServerExtension;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that ask for what was kept, before a real server that holds 2,500 entries, each tenth a warning of b. */
@Timeout(120)
final class HistoryCommandsTest {

    private static final int ENTRIES = 2500;

    @TempDir
    private static Path directory = Path.of("");

    @RegisterExtension
    static final ServerExtension server = new ServerExtension();

    @BeforeAll
    static void fill() {
        try (LogSender sender = new LogSender(server.http("/api/logs"))) {
            for (int i = 1; i <= ENTRIES; i++) {
                if (i % 10 == 0) {
                    sender.send("{\"service\":\"b\",\"level\":\"warn\",\"message\":\"entry " + i
                            + " \\\"quoted\\\" ü\\n\",\"tags\":[\"x\",\"y,z\"],\"metadata\":{\"n\":1.50,\"deep\":{\"a\":[1]}},"
                            + "\"user_id\":" + i + ",\"trace_id\":\"t" + i + "\",\"span_id\":\"s\","
                            + "\"timestamp\":\"2026-01-01T00:00:00.123456Z\"}");
                } else if (i % 10 == 1) {
                    sender.sendMany(Math.min(9, ENTRIES - i + 1), "a", "info", "entry");
                }
            }
        }
    }

    private static CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", server.http("").toString()));
        return CommandRun.start(all.toArray(String[]::new));
    }

    private static CommandRun done(String... arguments) throws Exception {
        CommandRun run = run(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private static List<Long> ids(CommandRun run) {
        return run.out()
                .lines()
                .map(line -> (Long) Json.at(Json.parse(line), "id"))
                .toList();
    }

    private static List<Long> ids(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void aQueryShowsTheNewestWithTheLastAtTheBottom() throws Exception {
        assertThat(ids(done("query", "--json"))).isEqualTo(ids(ENTRIES - 99, ENTRIES));
        assertThat(done("query", "--limit", "1").out()).contains("WARN", "entry 2500", "n=1.50", "tags=x,y,z");
    }

    @Test
    void aLargeLimitIsFetchedPageByPage() throws Exception {
        assertThat(ids(done("query", "--json", "--limit", "2200"))).isEqualTo(ids(ENTRIES - 2199, ENTRIES));
        assertThat(ids(done("query", "--json", "--limit", "9999"))).isEqualTo(ids(1, ENTRIES));
        assertThat(ids(done("query", "--json", "--limit", "1001", "--order", "asc")))
                .isEqualTo(ids(1, 1001));
        assertThat(ids(done("query", "--json", "--limit", "1001", "--order", "desc")))
                .isEqualTo(ids(ENTRIES - 1000, ENTRIES).reversed());
    }

    @Test
    void beforeGoesBackAndAfterGoesOn() throws Exception {
        assertThat(ids(done("query", "--json", "--limit", "3", "--before", "10")))
                .containsExactly(7L, 8L, 9L);
        assertThat(ids(done("query", "--json", "--limit", "3", "--after", "10")))
                .containsExactly(11L, 12L, 13L);
        assertThat(ids(done("query", "--json", "--after", "10", "--before", "13")))
                .containsExactly(11L, 12L);
    }

    /** Each tenth happened first of all, at one time. */
    @Test
    void theOrderOfTimeIsThatOfWhenEntriesHappened() throws Exception {
        assertThat(ids(done("query", "--json", "--order", "time_asc", "--limit", "1300")))
                .startsWith(10L, 20L, 30L)
                .contains(2500L, 1L)
                .hasSize(1300)
                .doesNotHaveDuplicates();
        assertThat(ids(done("query", "--json", "--order", "time_desc", "--limit", "1")))
                .containsExactly(2499L);
        assertThat(ids(done(
                        "query",
                        "--json",
                        "--order",
                        "time_asc",
                        "--limit",
                        "2",
                        "--after",
                        "2026-01-01T00:00:00.123456Z:40")))
                .containsExactly(50L, 60L);
        for (String[] wrong : List.of(
                new String[] {"query", "--order", "time_asc", "--after", "40"},
                new String[] {"query", "--after", "2026-01-01T00:00:00.123456Z:40"},
                new String[] {"query", "--before", "x"})) {
            CommandRun run = run(wrong);
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("it must be").hasLineCount(1);
        }
    }

    @Test
    void csvIsSafeForSheetsUnlessItIsWantedRaw() throws Exception {
        assertThat(done("export", "--format", "csv", "--service", "b").out())
                .isEqualTo(done("export", "--format", "csv", "--csv-raw", "--service", "b")
                        .out());
        CommandRun wrong =
                run("export", "--csv-raw", "-o", directory.resolve("x.ndjson").toString());
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("--csv-raw is for --format csv only");
        assertThat(directory.resolve("x.ndjson")).doesNotExist();
    }

    @Test
    void filtersAndTimesReachTheServer() throws Exception {
        assertThat(ids(done("query", "--json", "--service", "b", "--limit", "2")))
                .containsExactly(2490L, 2500L);
        assertThat(ids(done("query", "--json", "--user-id", "70"))).containsExactly(70L);
        assertThat(ids(done("query", "--json", "level:warn", "user_id:70"))).containsExactly(70L);
        assertThat(ids(done("query", "--json", "--to", "2026-01-02T00:00:00Z", "--limit", "1")))
                .containsExactly(2500L);
        assertThat(done("query", "--service", "nobody").out()).isEmpty();
    }

    @Test
    void aQueryThatFindsNothingSaysWhereItWould() throws Exception {
        CommandRun value = done("query", "message:t250 level:warn");
        assertThat(value.out()).isEmpty();
        assertThat(value.err())
                .isEqualToIgnoringNewLines(
                        "tailrace query: nothing matches, but 2 entries have it in trace_id. Ask for level:warn AND \"t250\"");
        CommandRun name = done("query", "deap.a:*");
        assertThat(name.err())
                .isEqualToIgnoringNewLines("tailrace query: no entry has metadata.deap.a; did you mean metadata.deep.a?"
                        + " Ask for metadata.deep.a:*");
        assertThat(done("query", "message:nowhere").err()).isEmpty();
    }

    @Test
    void aMistakeInAQueryIsShownInItsPlace() throws Exception {
        CommandRun run = run("query", "level:warn AND (timeout");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("tailrace query: ").contains(" refused: ");
        List<String> lines = run.err().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).isEqualTo("  level:warn AND (timeout");
        assertThat(lines.get(2)).matches(" +\\^");
        assertThat(run.err()).doesNotContain("Exception", "{");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "query --from yesterday",
                "query --user-id me",
                "query --level loud",
                "stats --min-level loud",
                "stats --to soon",
                "export --from 1h --to 2h",
                "tail --since yesterday",
                "tail --last -1",
                "tail --level info,loud"
            })
    void badValuesAreJudgedBeforeAnythingIsAsked(String arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments.split(" ")));
        all.addAll(List.of("--url", "http://127.0.0.1:1"));
        CommandRun run = CommandRun.start(all.toArray(String[]::new));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("--").hasLineCount(1).doesNotContain("Exception", "cannot reach");
    }

    @Test
    void valuesThatTheServerTakesAreTaken() throws Exception {
        assertThat(done("query", "--level", "all", "--min-level", "Warning", "--from", "2025-01-01T00:00:00+01:00")
                        .out())
                .isNotEmpty();
    }

    @Test
    void statsCountByLevelAndService() throws Exception {
        String out = done("stats").out();
        assertThat(out.lines().toList()).startsWith("2,500 entries, ids from 1 to 2,500", "", "by level");
        assertThat(out).containsPattern(" info +2,250 +90\\.0% +█+").containsPattern(" b +250 +10\\.0% +█+");
        assertThat(done("stats", "--service", "nobody").out()).isEqualTo("no entries\n");
        assertThat(Json.at(Json.parse(done("stats", "--json").out()), "total")).isEqualTo((long) ENTRIES);
    }

    @Test
    void archiveInfoSaysWhatIsKept() throws Exception {
        String out = done("archive", "info").out();
        assertThat(out)
                .contains("entries            2,500\n", "ids                1 to 2,500\n", "everything is kept")
                .contains("2026-01-01T00:00:00.123456Z to ");
        assertThat(Json.at(Json.parse(done("archive", "info", "--json").out()), "entries"))
                .isEqualTo((long) ENTRIES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ndjson", "parquet"})
    void whatWasExportedIsImportedAsItWas(String format) throws Exception {
        Path file = directory.resolve("export." + format);
        CommandRun export = done("export", "-o", file.toString());
        assertThat(export.err()).contains("is whole");
        try (TestServer other = TestServer.start(directory.resolve("other-" + format))) {
            CommandRun load = CommandRun.start(
                    "import", file.toString(), "--url", other.http("").toString());
            assertThat(load.exitCode()).as(load.err()).isZero();
            assertThat(load.err()).contains("2,500 entries stored");
            assertThat(withoutTheServersOwn(other.entriesAfter(0, ENTRIES)))
                    .isEqualTo(withoutTheServersOwn(server.entriesAfter(0, ENTRIES)));
        }
    }

    private static List<Map<Object, Object>> withoutTheServersOwn(List<String> entries) {
        return entries.stream()
                .map(entry -> {
                    Map<Object, Object> fields = new LinkedHashMap<>((Map<?, ?>) Json.parse(entry));
                    fields.remove("id");
                    fields.remove("created_at");
                    return fields;
                })
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"ndjson, true", "csv, true", "parquet, false"})
    void anExportIsMarkedAtItsEndForThoseWhoAskForIt(String format, boolean isText) throws Exception {
        String target = "/api/logs/export?service=b&format=" + format;
        try (HttpSocket http = server.connect()) {
            HttpSocket.Answer plain = http.get(target);
            HttpSocket.Answer marked = http.get(target, "X-Tailrace-Export: marked");
            assertThat(plain.headers()).doesNotContainKey("X-Tailrace-Export");
            if (isText) {
                assertThat(marked.headers()).containsEntry("X-Tailrace-Export", "marked");
                assertThat(marked.text()).isEqualTo(plain.text() + "#tailrace: the export is whole\n");
            } else {
                assertThat(marked.headers()).doesNotContainKey("X-Tailrace-Export");
                assertThat(marked.text()).startsWith("PAR1").endsWith("PAR1");
            }
        }
    }

    @Test
    void anExportToStdoutIsTheSameAsToAFile() throws Exception {
        Path file = directory.resolve("some.csv");
        done("export", "--service", "b", "-o", file.toString());
        assertThat(done("export", "--service", "b", "--format", "csv").out()).isEqualTo(Files.readString(file));
        assertThat(done("export", "--service", "b").out()).hasLineCount(250).startsWith("{\"id\":10,");
        assertThat(done("export", "--service", "nobody").out()).isEmpty();
    }

    @Test
    void anExportReplacesAFileOnlyWhenItIsWhole() throws Exception {
        Path file = Files.writeString(directory.resolve("kept.ndjson"), "what was there");
        try (ServerSocket broken = new ServerSocket(0)) {
            Thread.ofPlatform().daemon().start(() -> breakOff(broken));
            CommandRun run = CommandRun.start(
                    "export", "-o", file.toString(), "--url", "http://127.0.0.1:" + broken.getLocalPort());
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("the export broke off: ", file + " was not written")
                    .hasLineCount(1);
        }
        assertThat(file).hasContent("what was there");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.contains(".partial"));
        }
    }

    /** Answers with the beginning of a body, and no end. */
    private static void breakOff(ServerSocket socket) {
        try (Socket connection = socket.accept()) {
            OutputStream out = connection.getOutputStream();
            out.write(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            out.flush();
        } catch (IOException gone) {
            throw new IllegalStateException(gone);
        }
    }

    @Test
    void filesThatCannotBeWrittenOrReadAreNamed() throws Exception {
        Path nowhere = directory.resolve("no").resolve("where.ndjson");
        CommandRun export = run("export", "-o", nowhere.toString());
        assertThat(export.exitCode()).isEqualTo(1);
        assertThat(export.err()).contains("cannot write " + nowhere + ": there is no such directory");

        CommandRun missing = run("import", nowhere.toString());
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("there is no file " + nowhere);

        Path broken = Files.writeString(directory.resolve("broken.parquet"), "PAR1 and nothing");
        CommandRun parquet = run("import", broken.toString());
        assertThat(parquet.exitCode()).isEqualTo(1);
        assertThat(parquet.err()).contains("cannot read " + broken).doesNotContain("Exception", "\tat ");
    }

    @Test
    void whatCannotBeImportedIsNamedByItsLineAndTheRestIsStored() throws Exception {
        try (TestServer other = TestServer.start(directory.resolve("other-lines"))) {
            CommandRun run = CommandRun.reading(
                    """
                    {"id":7,"service":"a","level":"info","message":"good","created_at":"2020-01-01T00:00:00Z"}

                    not an entry
                    {"service":"a","message":"no level"}
                    """, "import", "-", "--url", other.http("").toString());
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("line 3: not a JSON object", "line 4: ", "1 entries stored", "2 refused");
            assertThat(other.entriesAfter(0, 1).getFirst())
                    .startsWith("{\"id\":1,")
                    .doesNotContain("2020");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Sign in</html>", "{}", "{\"error\":\"no\"}", "[]", ""})
    void whatIsNoAnswerOfTailraceIsNotTakenForOne(String page) throws Exception {
        for (int status : new int[] {200, 403, 502}) {
            try (ScriptedServer proxy =
                    ScriptedServer.playing(request -> request.answer(status, page, "Content-Type: text/html"))) {
                for (String command : List.of("query", "stats --json", "export", "archive info --json")) {
                    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
                    arguments.addAll(List.of("--url", proxy.url()));
                    CommandRun run = CommandRun.start(arguments.toArray(String[]::new));
                    assertThat(run.exitCode()).as(command).isEqualTo(1);
                    assertThat(run.out()).isEmpty();
                    assertThat(run.err())
                            .contains("HTTP status " + status + ", and not in Tailrace's words")
                            .hasLineCount(1)
                            .doesNotContain("html");
                }
            }
        }
    }

    @Test
    void csvIsRefusedOnceAndNothingIsSent() throws Exception {
        Path csv = directory.resolve("refused.csv");
        done("export", "-o", csv.toString());
        Path good = Files.writeString(
                directory.resolve("good.ndjson"), "{\"service\":\"a\",\"level\":\"info\",\"message\":\"m\"}\n");
        Path log = Files.writeString(directory.resolve("plain.log"), "\nhello\nworld\n");
        for (Path file : List.of(csv, log)) {
            CommandRun run = CommandRun.start(
                    "import",
                    good.toString(),
                    file.toString(),
                    "--url",
                    "http://127.0.0.1:1",
                    "--max-retry-time",
                    "1s");
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains(file.toString()).hasLineCount(1);
        }
        CommandRun piped = CommandRun.reading(Files.readString(csv), "import", "-", "--url", "http://127.0.0.1:1");
        assertThat(piped.exitCode()).isEqualTo(2);
        assertThat(piped.err()).contains("stdin is CSV, which cannot be imported: export it as ndjson or parquet");
        assertThat(piped.err().lines().filter(line -> line.contains("CSV"))).hasSize(1);
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws Exception {
        for (String command : List.of("query", "stats", "export", "archive info")) {
            List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
            arguments.addAll(List.of("--url", "http://127.0.0.1:1"));
            CommandRun run = CommandRun.start(arguments.toArray(String[]::new));
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("cannot reach http://127.0.0.1:1: connection refused")
                    .hasLineCount(1);
        }
    }
}
