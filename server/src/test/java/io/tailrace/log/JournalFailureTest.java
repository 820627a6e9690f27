package io.tailrace.log;

import static io.tailrace.log.JournalReplayTest.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailrace.entry.EntryBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal keeps and what it does next when the disk fails it. */
final class JournalFailureTest {

    private static final long SEGMENT_BYTES = 1 << 20;

    @TempDir
    Path directory;

    private final FaultyDisk disk = new FaultyDisk();
    private JournalFiles files = new JournalFiles(Path.of(""), 0);

    @BeforeEach
    void inTheDirectory() {
        files = new JournalFiles(directory, SEGMENT_BYTES);
    }

    private FileJournal open(long segmentBytes) throws IOException {
        return JournalFiles.replay(new FileJournal(directory, segmentBytes, false, () -> {}, disk), 0)
                .journal();
    }

    private static List<EntryBlock> group(long firstId) {
        return List.of(Entries.block(firstId, 1), Entries.block(firstId + 1, 1));
    }

    @Test
    void aWriteThatFailsAnywhereKeepsNothingOfItsGroupAndTheNextAppendIsReplayed() throws IOException {
        int groupBytes = JournalFiles.recordBytes(3) * 2 - JournalRecord.HEADER;
        for (int written = 0; written < groupBytes; written += 7) {
            Path fresh = Files.createDirectory(directory.resolve("after-" + written));
            FileJournal journal = JournalFiles.replay(new FileJournal(fresh, SEGMENT_BYTES, false, () -> {}, disk), 0)
                    .journal();
            journal.append(group(1), true);

            disk.freeBytes.set(written);
            assertThatThrownBy(() -> journal.append(group(3), true)).hasMessage("No space left on device");
            assertThat(replayedFrom(fresh)).isEqualTo(ids(1, 2));

            disk.freeBytes.set(Long.MAX_VALUE);
            journal.append(group(3), true);
            assertThat(journal.bytes()).isEqualTo(new JournalFiles(fresh, SEGMENT_BYTES).bytesOnDisk());
            journal.close();
            assertThat(replayedFrom(fresh)).isEqualTo(ids(1, 4));
        }
        assertThat(disk.openChannels).hasValue(0);
    }

    private static List<Long> replayedFrom(Path directory) throws IOException {
        return new JournalFiles(directory, SEGMENT_BYTES).replay().ids();
    }

    @Test
    void aForceThatFailsKeepsNothingOfItsGroupAndTheNextAppendIsReplayed() throws IOException {
        try (FileJournal journal = open(SEGMENT_BYTES)) {
            journal.append(group(1), true);
            disk.onForce = () -> disk.forceFails = disk.forces.get() % 2 == 0;
            assertThatThrownBy(() -> journal.append(group(3), true)).hasMessage("Input/output error");
            disk.onForce = () -> {};
            disk.forceFails = false;
            assertThat(files.replay().ids()).isEqualTo(ids(1, 2));

            journal.append(List.of(Entries.block(3, 1)), true);
        }
        assertThat(files.replay().ids()).isEqualTo(ids(1, 3));
        assertThat(disk.openChannels).hasValue(0);
    }

    @Test
    void theFirstAppendOfALogMayFail() throws IOException {
        try (FileJournal journal = open(SEGMENT_BYTES)) {
            disk.freeBytes.set(50);
            assertThatThrownBy(() -> journal.append(group(1), true)).hasMessage("No space left on device");
            disk.freeBytes.set(Long.MAX_VALUE);
            journal.append(group(1), true);
        }
        assertThat(files.replay().ids()).isEqualTo(ids(1, 2));
    }

    @Test
    void nothingIsAppendedBehindAGroupThatCouldNotBeCutOff() throws IOException {
        try (FileJournal journal = open(SEGMENT_BYTES)) {
            journal.append(group(1), true);
            disk.forceFails = true;
            disk.truncateFails = true;
            assertThatThrownBy(() -> journal.append(group(3), true)).hasMessage("Input/output error");
            disk.forceFails = false;
            assertThatThrownBy(() -> journal.append(group(3), true)).hasMessage("Input/output error");

            disk.truncateFails = false;
            journal.append(List.of(Entries.block(3, 1)), true);
            journal.append(List.of(Entries.block(4, 1)), true);
        }
        assertThat(files.replay().ids()).isEqualTo(ids(1, 4));
    }

    @Test
    void aSegmentThatCannotBeClosedKeepsWhatItHoldsAndLeavesNothingOpen() throws IOException {
        try (FileJournal journal = open(1)) {
            journal.append(group(1), true);
            disk.forceFails = true;
            assertThatThrownBy(() -> journal.append(group(3), true)).hasMessage("Input/output error");
            disk.forceFails = false;
            journal.append(group(3), true);
        }
        assertThat(files.replay().ids()).isEqualTo(ids(1, 4));
        assertThat(disk.openChannels).hasValue(0);
    }

    @Test
    void aSegmentThatCannotBeBegunLeavesNothingOpen() throws IOException {
        try (FileJournal journal = open(SEGMENT_BYTES)) {
            disk.truncateFails = true;
            for (int attempt = 0; attempt < 10; attempt++) {
                assertThatThrownBy(() -> journal.append(group(1), true)).hasMessage("Input/output error");
            }
            assertThat(disk.openChannels).hasValue(0);
            disk.truncateFails = false;
            journal.append(group(1), true);
        }
        assertThat(files.replay().ids()).isEqualTo(ids(1, 2));
    }

    @Test
    void whatWasAnsweredBeforeItsForceFailedIsStillReplayed() throws IOException {
        try (FileJournal journal = open(SEGMENT_BYTES)) {
            journal.append(group(1), false);
            disk.forceFails = true;
            assertThatThrownBy(journal::force).hasMessage("Input/output error");
            disk.forceFails = false;
            journal.append(group(3), false);
        }
        assertThat(files.replay().ids()).isEqualTo(ids(1, 4));
    }

    @Test
    void aProbeFailsWhileTheDiskIsFullAndLeavesNothingBehind() throws IOException {
        try (FileJournal journal = open(SEGMENT_BYTES)) {
            disk.freeBytes.set(100_000);
            assertThatThrownBy(() -> journal.probe(1 << 20)).hasMessage("No space left on device");
            disk.freeBytes.set(Long.MAX_VALUE);
            journal.probe(1 << 20);
            assertThat(directory.resolve("probe")).doesNotExist();
            assertThat(disk.openChannels).hasValue(0);
        }
    }
}
