package io.tailrace.log;

import static io.tailrace.log.JournalReplayTest.ids;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.log.JournalFiles.Replayed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the journal is divided into files, and when they go. */
final class JournalSegmentsTest {

    @TempDir
    Path directory;

    private JournalFiles files = new JournalFiles(Path.of(""), 0);

    @BeforeEach
    void withTwoRecordsASegment() {
        files = new JournalFiles(directory, 2L * JournalFiles.recordBytes(1));
    }

    @Test
    void aFullSegmentIsFollowedByOneNamedAfterItsFirstId() throws IOException {
        files.write(5);

        assertThat(files.segments().stream().map(file -> file.getFileName().toString()))
                .containsExactly(
                        "00000000000000000001.journal", "00000000000000000003.journal", "00000000000000000005.journal");
    }

    @Test
    void segmentsGoOnceAllOfTheirEntriesAreArchivedButTheOpenOneStays() throws IOException {
        Replayed replayed = files.replay();
        try (FileJournal journal = replayed.journal()) {
            for (long id = 1; id <= 6; id++) {
                journal.append(List.of(Entries.block(id, 1)), true);
            }
            journal.release(1);
            assertThat(files.segments()).hasSize(3);
            journal.release(2);
            assertThat(files.segments()).hasSize(2);
            journal.release(3);
            assertThat(files.segments()).hasSize(2);
            assertThat(journal.bytes()).isEqualTo(files.bytesOnDisk());
            journal.release(6);
            assertThat(files.segments()).hasSize(1);
            assertThat(journal.bytes()).isEqualTo(files.bytesOnDisk());

            journal.append(List.of(Entries.block(7, 1)), true);
            journal.release(6);
            assertThat(files.segments()).hasSize(1);
        }
        assertThat(files.replay(6, false).ids()).isEqualTo(ids(7, 7));
    }

    @Test
    void aStartDeletesWhatWasArchivedBeforeIt() throws IOException {
        files.write(6);

        Replayed replayed = files.replay(4, false);

        assertThat(replayed.ids()).isEqualTo(ids(5, 6));
        assertThat(files.segments()).hasSize(1);
        assertThat(replayed.journal().bytes()).isEqualTo(files.bytesOnDisk());
    }

    @Test
    void anEmptyLastSegmentIsUsedAgain() throws IOException {
        files.write(2);
        Files.createFile(JournalSegment.startingAt(directory, 3).path());

        assertThat(files.replay().ids()).isEqualTo(ids(1, 2));
        files.write(1);

        assertThat(files.segments()).hasSize(2);
        assertThat(files.replay().ids()).isEqualTo(ids(1, 3));
    }

    @Test
    void restartAfterRestartNothingIsLostOrDoubled() throws IOException {
        for (int start = 0; start < 10; start++) {
            assertThat(files.replay().ids()).isEqualTo(ids(1, start));
            files.write(1);
        }
        assertThat(files.replay().ids()).isEqualTo(ids(1, 10));
        assertThat(files.replay().journal().bytes()).isEqualTo(files.bytesOnDisk());
    }

    @Test
    void restartsWithoutAnAppendLeaveOneSegment() throws IOException {
        files.write(2);
        for (int start = 0; start < 5; start++) {
            files.replay(2, false).journal().close();
        }
        assertThat(files.segments()).hasSize(1);
    }

    @Test
    void otherFilesInTheDirectoryAreLeftAlone() throws IOException {
        files.write(2);
        Path note = Files.writeString(directory.resolve("notes.txt"), "mine");
        Path odd = Files.writeString(directory.resolve("1.journal"), "not a segment's name");

        assertThat(files.replay(2, false).ids()).isEmpty();
        files.write(0);

        assertThat(note).exists();
        assertThat(odd).exists();
    }

    @Test
    void aRecordLargerThanASegmentGetsASegmentOfItsOwn() throws IOException {
        try (FileJournal journal = files.replay().journal()) {
            journal.append(List.of(Entries.block(1, 1)), true);
            journal.append(List.of(Entries.block(2, 50)), true);
            journal.append(List.of(Entries.block(52, 1)), true);
        }
        assertThat(files.replay().ids()).isEqualTo(ids(1, 52));
        assertThat(files.segments()).hasSize(2);
    }
}
