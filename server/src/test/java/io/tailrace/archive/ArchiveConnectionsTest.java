package io.tailrace.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailrace.log.HistoryException;
import io.tailrace.log.QueryStopped;
import io.tailrace.log.RunningQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That what the database works on can be stopped, and that a connection can be used after that. */
final class ArchiveConnectionsTest {

    /** Takes the database hours. */
    private static final String ENDLESS = "SELECT count(*) FROM range(10000000000) a(x) WHERE x % 7 = 8";

    @TempDir
    Path data;

    private static long count(ArchiveConnections connections, String sql, RunningQuery running) {
        return connections.ask(running, new Sql().add(sql), rows -> {
            rows.next();
            return rows.getLong(1);
        });
    }

    @Test
    @Timeout(20)
    void aStoppedStatementEndsAndItsConnectionGoesOn() throws IOException {
        try (DuckDbArchive archive = StoredEntries.open(data.resolve("archive.duckdb"), data);
                ArchiveConnections connections = archive.connections(1)) {
            RunningQuery running = new RunningQuery();
            CompletableFuture<Long> answer = CompletableFuture.supplyAsync(() -> count(connections, ENDLESS, running));
            while (!answer.isDone()) {
                running.stop(QueryStopped.Why.TIMED_OUT);
            }

            assertThatThrownBy(answer::join).hasCauseInstanceOf(QueryStopped.class);
            assertThat(count(connections, "SELECT 42", new RunningQuery())).isEqualTo(42);
        }
    }

    @Test
    void aQuestionThatWasStoppedBeforeIsNotAsked() throws IOException {
        try (DuckDbArchive archive = StoredEntries.open(data.resolve("archive.duckdb"), data);
                ArchiveConnections connections = archive.connections(1)) {
            RunningQuery running = new RunningQuery();
            running.stop(QueryStopped.Why.CLIENT_GONE);
            running.stop(QueryStopped.Why.TIMED_OUT);

            assertThatThrownBy(() -> count(connections, ENDLESS, running))
                    .isInstanceOfSatisfying(
                            QueryStopped.class,
                            stopped -> assertThat(stopped.why()).isEqualTo(QueryStopped.Why.CLIENT_GONE));
        }
    }

    @Test
    void aFailureOfTheDatabaseIsTold() throws IOException {
        try (DuckDbArchive archive = StoredEntries.open(data.resolve("archive.duckdb"), data);
                ArchiveConnections connections = archive.connections(1)) {
            assertThatThrownBy(() -> count(connections, "SELECT * FROM nothing", new RunningQuery()))
                    .isInstanceOf(HistoryException.class);
            assertThat(count(connections, "SELECT 42", new RunningQuery())).isEqualTo(42);
        }
    }
}
