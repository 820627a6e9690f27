package io.tailrace.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailrace.filter.Filter;
import io.tailrace.filter.FilterException;
import io.tailrace.filter.MessageRegex;
import io.tailrace.log.QueryStopped;
import io.tailrace.log.RunningQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That an expression which takes milliseconds for a message does not keep a question from being stopped. */
final class StoppedRegexTest {

    /** The database takes so many rows at once, and looks in between only whether it is to stop. */
    private static final int ROWS_AT_ONCE = 2048;

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[ab].{180}Z",
                "(x|[^y]{40}){3}Z",
                "[ab]*a[ab][ab][ab][ab][ab][ab][ab][ab][ab][ab][ab][ab][ab][ab][ab][ab]Z"
            })
    void whatTheDatabaseIsSlowAtIsAskedInMemory(String regex) throws FilterException {
        assertThat(FilterSql.of(new Filter.MessageMatches(MessageRegex.of(regex)))
                        .condition())
                .isEqualTo("regex_found(message, ?)");
    }

    @Test
    void itIsStoppedInTheMiddleOfTheRowsThatAreTakenAtOnce() throws IOException, FilterException {
        StoredEntries stored = StoredEntries.in(directory);
        try (DuckDbArchive archive = stored.archive()) {
            String entry = "{\"service\":\"a\",\"level\":\"info\",\"message\":\"" + "ab".repeat(2500) + "\"}";
            for (int i = 0; i < ROWS_AT_ONCE; i += 256) {
                stored.store(1000, Collections.nCopies(256, entry));
                stored.blocks().clear();
            }
            Filter filter = new Filter.MessageMatches(MessageRegex.of("[ab].{180}Z"));
            RunningQuery running = new RunningQuery();
            CompletableFuture<Long> counting = CompletableFuture.supplyAsync(
                    () -> archive.count(filter, 0, ROWS_AT_ONCE, running),
                    count -> Thread.ofPlatform().start(count));
            // All of them would take half a minute: 5 KB a message, some microseconds a byte.
            CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS)
                    .execute(() -> running.stop(QueryStopped.Why.CLIENT_GONE));
            assertThatThrownBy(() -> counting.orTimeout(20, TimeUnit.SECONDS).join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(QueryStopped.class);
        }
    }
}
