package io.tailrace.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tailrace.fault.Faults;
import io.tailrace.log.HistoryException;
import io.tailrace.log.QueryStopped;
import io.tailrace.log.RunningQuery;
import io.tailrace.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That the files of exports are bounded together, and that none is left. */
@Timeout(20)
final class ExportFilesTest {

    private static final int MAX = 100_000;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @TempDir
    private Path directory = Path.of("");

    private ExportFiles files() {
        return new ExportFiles(directory, MAX, new Faults(meters, () -> {}), meters);
    }

    private static void append(Path file, int bytes) {
        try {
            Files.write(file, new byte[bytes], StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void oneThatGrowsBeyondTheBoundIsEndedAndTheOthersStay() throws IOException {
        try (ExportFiles files = files();
                ExportFiles.Export small = files.begin(new RunningQuery());
                ExportFiles.Export large = files.begin(new RunningQuery())) {
            small.write(() -> append(small.path(), MAX / 2));
            assertThatThrownBy(() -> large.write(() -> {
                        append(large.path(), MAX / 2 + 1);
                        Await.until("it is stopped", () -> large.running().stopped() != null);
                        large.running().check();
                    }))
                    .isInstanceOfSatisfying(
                            HistoryException.class,
                            refused -> assertThat(refused.kind()).isEqualTo(HistoryException.Kind.TOO_LARGE));
            assertThat(meters.get("tailrace.exports.bytes").gauge().value()).isEqualTo(MAX + 1);
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aClientThatGoesEndsWhatIsWritten() {
        RunningQuery asked = new RunningQuery();
        try (ExportFiles files = files();
                ExportFiles.Export export = files.begin(asked)) {
            assertThatThrownBy(() -> export.write(() -> {
                        asked.stop(QueryStopped.Why.CLIENT_GONE);
                        export.running().check();
                    }))
                    .isInstanceOf(QueryStopped.class);
        }
    }

    @Test
    void whatAKilledProcessLeftIsDeletedAtTheStartAndFilesAreNotForAll() throws IOException {
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        Files.writeString(temporary.resolve("export-123.parquet"), "left");
        Files.writeString(temporary.resolve("duckdb_temp_storage_DEFAULT-0.tmp"), "left");
        Path file = directory.resolve("archive.duckdb");
        StoredEntries.open(file, temporary).close();
        assertThat(temporary.resolve("export-123.parquet")).doesNotExist();
        assertThat(temporary.resolve("duckdb_temp_storage_DEFAULT-0.tmp")).doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }
}
