package io.tailrace.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.entry.EntryBlock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the archive gives back the entry that was stored, to the character and to the digit. */
final class RoundTripTest {

    private static final long NOON = 1_795_000_000_123_456L;

    private static @Nullable StoredEntries shared;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @BeforeContainer
    static void open() throws IOException {
        shared = StoredEntries.inMemory();
    }

    @AfterContainer
    static void close() throws IOException {
        if (shared != null) {
            shared.close();
        }
    }

    @Property(tries = 20)
    void anyEntryComesBackAsItWas(@ForAll long seed) throws IOException {
        if (shared == null) {
            throw new IllegalStateException("not opened");
        }
        EntryBlock block = shared.store(NOON, new HardEntries(seed).entries(50));
        assertThat(shared.readBack(block)).isEqualTo(StoredEntries.trees(block));
    }

    @Test
    void entriesThatStoresStumbleOverComeBackAsTheyWere() throws IOException {
        assertSame(Stream.of(
                        "\"message\":\"nul \\u0000 in the middle\"",
                        "\"message\":\"\\u0000\"",
                        "\"message\":\"\\\"quoted\\\" and \\\\ and / and \\b\\f\\n\\r\\t\\u001f\\u007f\"",
                        "\"message\":\"\uD83D\uDE00 \uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67 \uD834\uDD1E 日本語 é e\u0301\"",
                        "\"message\":\"a pair: \\ud83d\\ude00\"",
                        "\"message\":\" \"",
                        "\"message\":\"m\",\"trace_id\":\"\",\"span_id\":\"\"",
                        "\"message\":\"m\",\"tags\":[\"\",\"a\",\"a\",\"null\",\"\\u0000\"]",
                        "\"message\":\"m\",\"tags\":[]",
                        "\"message\":\"m\",\"metadata\":{}",
                        "\"message\":\"m\",\"metadata\":{\"\":{\"\":\"\"},\"null\":null,\"a\\\"b\":[[],{},[null]]}",
                        "\"message\":\"m\",\"metadata\":{\"n\":-0,\"m\":1.10,\"l\":1E+400,\"k\":123456789012345678901234567890.10}",
                        "\"message\":\"m\",\"user_id\":-1",
                        "\"message\":\"m\",\"user_id\":-9223372036854775808",
                        "\"message\":\"m\",\"user_id\":9223372036854775807",
                        "\"message\":\"m\",\"timestamp\":\"0001-01-01T00:00:00Z\"",
                        "\"message\":\"m\",\"timestamp\":\"0999-02-28T23:59:60.000001Z\"",
                        "\"message\":\"m\",\"timestamp\":\"9999-12-31T23:59:59.999999Z\"",
                        "\"message\":\"m\",\"timestamp\":0.000001")
                .map(rest -> "{\"service\":\"portal\",\"level\":\"info\"," + rest + "}")
                .toList());
    }

    @Test
    void metadataOfTheDeepestNestingComesBack() throws IOException {
        assertSame(List.of(
                "{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\",\"metadata\":{\"a\":" + "[".repeat(31)
                        + "]".repeat(31) + "}}",
                "{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\",\"metadata\":" + "{\"a\":".repeat(31) + "{}"
                        + "}".repeat(32)));
    }

    @Test
    void theLargestEntriesComeBackThoughEveryCharacterIsEscaped() throws IOException {
        String quotes = "\\\"".repeat(130_000);
        String controls = "\\u0001".repeat(43_000);
        assertSame(List.of(
                "{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\",\"metadata\":{\"q\":\"" + quotes + "\"}}",
                "{\"service\":\"s\",\"level\":\"info\",\"message\":\"" + quotes + "\"}",
                "{\"service\":\"s\",\"level\":\"info\",\"message\":\"" + controls + "\"}",
                "{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\",\"metadata\":{\"c\":\"" + controls + "\"}}"));
    }

    private void assertSame(List<String> entries) throws IOException {
        try (StoredEntries stored = StoredEntries.in(directory)) {
            EntryBlock block = stored.store(NOON, entries);
            assertThat(stored.readBack(block)).isEqualTo(StoredEntries.trees(block));
        }
    }
}
