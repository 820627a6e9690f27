package io.tailrace.log;

import static io.tailrace.log.JournalReplayTest.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That what a start is about to cut off the journal lies beside it, on the disk, before it is cut. */
final class JournalEvidenceTest {

    private static final int RECORD = JournalFiles.recordBytes(1);

    @TempDir
    Path directory;

    private final FaultyDisk disk = new FaultyDisk();
    private JournalFiles files;

    @BeforeEach
    void withTwoRecordsASegment() {
        files = new JournalFiles(directory, 2L * RECORD);
    }

    private List<Long> start(boolean repair) throws IOException {
        FileJournal journal = new FileJournal(directory, 2L * RECORD, repair, () -> {}, disk);
        return JournalFiles.replay(journal, 0).ids();
    }

    /** A journal of six entries in three segments, of which the last record may have been acknowledged and is damaged. */
    private Path withADamagedEnd() throws IOException {
        files.writeAndDie(6);
        Path last = files.segments().getLast();
        JournalFiles.flip(last, 2 * RECORD - 5);
        return last;
    }

    /** The same, closed, with the second record of the second segment damaged. */
    private Path withDamageInTheMiddle() throws IOException {
        files.write(6);
        Path second = files.segments().get(1);
        JournalFiles.flip(second, RECORD + 40);
        return second;
    }

    private List<String> askedAbout(Path segment) {
        List<String> asked = new ArrayList<>(disk.asked);
        asked.removeIf(
                what -> !what.contains(String.valueOf(segment.getFileName())) && !what.equals("force directory"));
        return asked;
    }

    @Test
    void anEndThatMayHaveBeenAcknowledgedIsCutOnceItsCopyAndTheNameOfThatAreOnTheDisk() throws IOException {
        Path last = withADamagedEnd();

        assertThat(start(false)).isEqualTo(ids(1, 5));

        assertThat(askedAbout(last))
                .startsWith(
                        "force " + last.getFileName() + ".damaged",
                        "force directory",
                        "truncate " + last.getFileName(),
                        "force " + last.getFileName());
    }

    @Test
    void aRepairCutsOnceItsCopyAndTheNameOfThatAreOnTheDisk() throws IOException {
        Path second = withDamageInTheMiddle();

        assertThat(start(true)).isEqualTo(ids(1, 3));

        assertThat(askedAbout(second))
                .startsWith(
                        "force " + second.getFileName() + ".damaged",
                        "force directory",
                        "truncate " + second.getFileName(),
                        "force " + second.getFileName());
    }

    @Test
    void aFileThatIsSetAsideWholeIsOnTheDiskBeforeItLeavesTheJournal() throws IOException {
        withDamageInTheMiddle();
        Path third = files.segments().getLast();
        disk.onForce = () -> assertThat(third).exists();

        start(true);

        assertThat(disk.asked).endsWith("force " + third.getFileName());
        assertThat(third).doesNotExist();
    }

    @Test
    void whereTheCopyDoesNotReachTheDiskNothingIsCutAndTheNextStartTriesAgain() throws IOException {
        Path last = withADamagedEnd();
        byte[] damaged = Files.readAllBytes(last);

        disk.forceFails = true;
        assertThatThrownBy(() -> start(false)).isInstanceOf(IOException.class).hasMessage("Input/output error");
        assertThat(last).hasBinaryContent(damaged);

        assertThat(files.damaged()).isEmpty();

        disk.forceFails = false;
        disk.forceOfDirectoryFails = true;
        assertThatThrownBy(() -> start(false)).isInstanceOf(IOException.class).hasMessage("Input/output error");
        assertThat(last).hasBinaryContent(damaged);

        assertThat(files.damaged()).isEmpty();

        disk.forceOfDirectoryFails = false;
        assertThat(start(false)).isEqualTo(ids(1, 5));
        assertThat(files.damaged())
                .singleElement()
                .satisfies(copy -> assertThat(copy).hasBinaryContent(damaged));
    }

    @Test
    void aRepairThatCannotKeepTheEvidenceLeavesTheJournalAsItWas() throws IOException {
        withDamageInTheMiddle();
        List<Path> segments = files.segments();
        List<String> before = contents(segments);

        disk.forceFails = true;
        assertThatThrownBy(() -> start(true)).isInstanceOf(IOException.class).hasMessage("Input/output error");

        assertThat(files.segments()).isEqualTo(segments);
        assertThat(contents(segments)).isEqualTo(before);
    }

    /** The whole second segment goes, as its first record is the damaged one. */
    @Test
    void aFileThatCannotBeForcedKeepsItsPlaceInTheJournal() throws IOException {
        files.write(6);
        List<Path> segments = files.segments();
        JournalFiles.flip(segments.get(1), 40);

        disk.forceFails = true;
        assertThatThrownBy(() -> start(true)).isInstanceOf(IOException.class).hasMessage("Input/output error");
        assertThat(files.segments()).isEqualTo(segments);

        disk.forceFails = false;
        assertThat(start(true)).isEqualTo(ids(1, 2));
        assertThat(files.damaged()).hasSize(2);
    }

    private static List<String> contents(List<Path> segments) throws IOException {
        List<String> contents = new ArrayList<>();
        for (Path segment : segments) {
            contents.add(HexFormat.of().formatHex(Files.readAllBytes(segment)));
        }
        return contents;
    }
}
