package io.tailrace.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.filter.Filter;
import io.tailrace.log.RunningQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That entries which together are larger than the database's memory can be read as a stream reads them. */
final class LargeEntriesTest {

    private static final int ENTRIES = 2500;
    private static final int BYTES = 50_000;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void largeEntriesAreReadPageByPage() throws IOException {
        StoredEntries stored = StoredEntries.in(directory);
        try (DuckDbArchive archive = stored.archive()) {
            String entry =
                    "{\"service\":\"large\",\"level\":\"info\",\"message\":\"" + "x\\n".repeat(BYTES / 3) + "\"}";
            for (int i = 0; i < ENTRIES; i += 50) {
                stored.store(1000, Collections.nCopies(50, entry));
                stored.blocks().clear();
            }
            List<Long> ids = new ArrayList<>();
            long position = 0;
            while (position < ENTRIES) {
                position = archive.read(
                        new Filter.Everything(),
                        position,
                        ENTRIES,
                        20_000,
                        2 << 20,
                        (id, _, _, _) -> ids.add(id),
                        new RunningQuery());
            }
            assertThat(ids).isEqualTo(LongStream.rangeClosed(1, ENTRIES).boxed().toList());
        }
    }
}
