package io.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailrace.log.JournalFiles.Replayed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start makes of the journal that the last process left. */
final class JournalReplayTest {

    private static final long ONE_SEGMENT = 1 << 20;

    @TempDir
    Path directory;

    private JournalFiles files = new JournalFiles(Path.of(""), 0);

    @BeforeEach
    void inTheDirectory() {
        files = new JournalFiles(directory, ONE_SEGMENT);
    }

    @Test
    void whatWasAppendedComesBackByteForByte() throws IOException {
        var group = List.of(Entries.block(1, 3), Entries.block(4, 2));
        try (FileJournal journal = files.replay().journal()) {
            journal.append(group, true);
            journal.append(List.of(Entries.block(6, 1)), false);
        }

        Replayed replayed = files.replay();

        assertThat(replayed.ids()).isEqualTo(ids(1, 6));
        assertThat(replayed.texts())
                .isEqualTo(Entries.texts(Entries.block(1, 6)).stream()
                        .map(text -> text.replace("1970-01-01T00:00:00.000001Z", timeOf(text)))
                        .toList());
    }

    /** Each block of {@link Entries#block(long, int)} is as old as its first id. */
    private static String timeOf(String text) {
        int id = Integer.parseInt(text.substring(6, 7));
        return "1970-01-01T00:00:00.00000" + (id < 4 ? 1 : id < 6 ? 4 : 6) + "Z";
    }

    @Test
    void aHalfWrittenLastRecordIsCutOffWhereverItEndsAndAllBeforeItIsKept() throws IOException {
        files.writeAndDie(3);
        byte[] whole = Files.readAllBytes(files.segment());
        int third = 2 * JournalFiles.recordBytes(1);
        assertThat(whole).hasSize(3 * JournalFiles.recordBytes(1));

        for (int end = third; end < whole.length; end++) {
            Files.write(files.segment(), Arrays.copyOf(whole, end));
            assertCutAt(third, end - third);
        }
    }

    @Test
    void aLastRecordOfWhichOnlyTheLengthReachedTheDiskIsCutOff() throws IOException {
        files.writeAndDie(3);
        byte[] whole = Files.readAllBytes(files.segment());
        int third = 2 * JournalFiles.recordBytes(1);

        for (int end = third; end < whole.length - 1; end++) {
            byte[] zeroed = whole.clone();
            Arrays.fill(zeroed, end, whole.length, (byte) 0);
            Files.write(files.segment(), zeroed);
            assertCutAt(third, whole.length - third);
        }
    }

    private void assertCutAt(int size, long tornBytes) throws IOException {
        Replayed replayed = files.replay();
        assertThat(replayed.ids()).as("torn by %d bytes", tornBytes).isEqualTo(ids(1, 2));
        assertThat(replayed.journal().tornBytes()).isEqualTo(tornBytes);
        assertThat(files.segment()).hasSize(size);
        assertThat(replayed.journal().bytes()).isEqualTo(size);
    }

    @Test
    void entriesAppendedBehindACutAreKeptOverTheNextStarts() throws IOException {
        files.writeAndDie(3);
        truncate(files.segment(), 3 * JournalFiles.recordBytes(1) - 1);

        files.write(2);
        files.write(1);

        assertThat(files.replay().ids()).isEqualTo(ids(1, 5));
    }

    @Test
    void aTornRecordIsCutOffThoughAnEmptySegmentFollows() throws IOException {
        files.writeAndDie(2);
        truncate(files.segment(), 2 * JournalFiles.recordBytes(1) - 5);
        Files.createFile(JournalSegment.startingAt(directory, 2).path());
        Files.createFile(JournalSegment.startingAt(directory, 3).path());

        assertThat(files.replay().ids()).isEqualTo(ids(1, 1));
        files.write(2);
        assertThat(files.replay().ids()).isEqualTo(ids(1, 3));
    }

    @Test
    void aFlippedByteBeforeTheLastRecordStopsTheStartAndNamesThePlaceAndTheRemedy() throws IOException {
        files.writeAndDie(3);
        Path segment = files.segment();
        byte[] sound = Files.readAllBytes(segment);
        int record = JournalFiles.recordBytes(1);

        for (int offset = 0; offset < 2 * record; offset++) {
            JournalFiles.flip(segment, offset);
            assertThatThrownBy(files::replay)
                    .as("flipped at %d", offset)
                    .isInstanceOf(JournalCorruptException.class)
                    .hasMessageContaining(segment.toString())
                    .hasMessageContaining("at offset " + (offset < record ? 0 : record) + ":")
                    .hasMessageContaining("--journal-repair");
            Files.write(segment, sound);
        }
        assertThat(files.replay().ids()).isEqualTo(ids(1, 3));
    }

    @Test
    void damageAtTheEndOfASegmentThatOthersFollowStopsTheStart() throws IOException {
        files = new JournalFiles(directory, 1);
        files.write(3);
        truncate(files.segments().getFirst(), JournalFiles.recordBytes(1) - 1);

        assertThatThrownBy(files::replay)
                .isInstanceOf(JournalCorruptException.class)
                .hasMessageContaining(files.segments().getFirst().toString());
    }

    @Test
    void aRefusedStartChangesNothing() throws IOException {
        files.write(3);
        JournalFiles.flip(files.segment(), 40);
        byte[] before = Files.readAllBytes(files.segment());

        assertThatThrownBy(files::replay).isInstanceOf(JournalCorruptException.class);

        assertThat(files.segment()).hasBinaryContent(before);
        assertThat(files.damaged()).isEmpty();
    }

    @Test
    void repairKeepsEverythingBeforeTheDamageAndSetsTheRestAside() throws IOException {
        files = new JournalFiles(directory, 2L * JournalFiles.recordBytes(1));
        files.write(6);
        List<Path> segments = files.segments();
        assertThat(segments).hasSize(3);
        byte[] last = Files.readAllBytes(segments.get(2));
        JournalFiles.flip(segments.get(1), JournalFiles.recordBytes(1) + 40);
        byte[] damaged = Files.readAllBytes(segments.get(1));

        assertThat(files.repair().ids()).isEqualTo(ids(1, 3));

        assertThat(files.damaged()).hasSize(2);
        assertThat(files.damaged().get(0)).hasBinaryContent(damaged);
        assertThat(files.damaged().get(1)).hasBinaryContent(last);
        assertThat(files.segments()).isEqualTo(segments.subList(0, 2));
    }

    @Test
    void aRepairedJournalIsAppendedToAndStartsWithoutRepair() throws IOException {
        files = new JournalFiles(directory, 2L * JournalFiles.recordBytes(1));
        files.write(6);
        JournalFiles.flip(files.segments().getFirst(), JournalFiles.recordBytes(1));
        Replayed repaired = files.repair();
        assertThat(repaired.ids()).isEqualTo(ids(1, 1));
        repaired.journal().close();

        files.write(4);

        assertThat(files.replay().ids()).isEqualTo(ids(1, 5));
    }

    @Test
    void missingEntriesStopTheStartAndAreNamed() throws IOException {
        files = new JournalFiles(directory, 2L * JournalFiles.recordBytes(1));
        files.write(6);
        Files.delete(files.segments().get(1));

        assertThatThrownBy(files::replay)
                .isInstanceOf(JournalCorruptException.class)
                .hasMessageContaining(files.segments().get(1).toString())
                .hasMessageContaining("entries 3 to 4 are missing");
    }

    @Test
    void entriesMissingBehindTheArchiveStopTheStart() throws IOException {
        files = new JournalFiles(directory, 2L * JournalFiles.recordBytes(1));
        files.write(4);
        Files.delete(files.segments().getFirst());

        assertThatThrownBy(() -> files.replay(1, false)).hasMessageContaining("entries 2 to 2 are missing");
        assertThat(files.replay(2, false).ids()).isEqualTo(ids(3, 4));
    }

    @Test
    void repairSetsAsideWhatFollowsMissingEntries() throws IOException {
        files = new JournalFiles(directory, 2L * JournalFiles.recordBytes(1));
        files.write(6);
        byte[] last = Files.readAllBytes(files.segments().get(2));
        Files.delete(files.segments().get(1));

        Replayed repaired = files.repair();
        assertThat(repaired.ids()).isEqualTo(ids(1, 2));
        repaired.journal().close();

        assertThat(files.damaged()).hasSize(1);
        assertThat(files.damaged().getFirst()).hasBinaryContent(last);
        files.write(2);
        assertThat(files.replay().ids()).isEqualTo(ids(1, 4));
    }

    @Test
    void aRepairThatCutSaysThatIdsAreLostBeforeItCuts() throws IOException {
        files.write(3);
        JournalFiles.flip(files.segment(), 40);
        byte[] damaged = Files.readAllBytes(files.segment());
        List<byte[]> seen = new ArrayList<>();
        FileJournal journal =
                new FileJournal(directory, 1 << 20, true, () -> seen.add(Files.readAllBytes(files.segment())));
        journal.replay(0, _ -> {});
        assertThat(seen).containsExactly(damaged);
    }

    @Test
    void aRecordThatWasNeverAcknowledgedIsNoLossOfIds() throws IOException {
        files.writeAndDie(2);
        Files.write(files.segment(), new byte[] {'T', 'R', 'J', 'R', 0, 0}, StandardOpenOption.APPEND);
        assertThat(files.replay().ids()).isEqualTo(ids(1, 2));
        assertThat(files.lost()).isZero();
    }

    @Test
    void aJournalThatEndsBelowTheArchiveSaysThatIdsAreLost() throws IOException {
        files.write(3);
        files.replay(3, false);
        assertThat(files.lost()).isZero();
        files.replay(4, false);
        assertThat(files.lost()).isEqualTo(1);
    }

    @Test
    void aJournalThatIsGoneSaysThatIdsAreLostIfTheArchiveHoldsAny() throws IOException {
        files.replay(0, false);
        assertThat(files.lost()).isZero();
        files.replay(1, false);
        assertThat(files.lost()).isEqualTo(1);
    }

    @Test
    void theNameOfAnEmptySegmentSaysHowFarTheJournalWent() throws IOException {
        Files.createFile(JournalSegment.startingAt(directory, 8).path());
        files.replay(7, false);
        assertThat(files.lost()).isZero();
    }

    @Test
    void aSecondRepairKeepsWhatTheFirstSetAside() throws IOException {
        files.writeAndDie(4);
        JournalFiles.flip(files.segment(), 2 * JournalFiles.recordBytes(1));
        byte[] first = Files.readAllBytes(files.segment());
        files.repair().journal().close();
        JournalFiles.flip(files.segment(), 0);
        byte[] second = Files.readAllBytes(files.segment());
        files.repair().journal().close();

        assertThat(files.damaged()).hasSize(2);
        assertThat(files.damaged()).anySatisfy(file -> assertThat(file).hasBinaryContent(first));
        assertThat(files.damaged()).anySatisfy(file -> assertThat(file).hasBinaryContent(second));
    }

    private static void truncate(Path file, int size) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), size));
    }

    static List<Long> ids(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}
