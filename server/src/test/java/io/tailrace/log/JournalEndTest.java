package io.tailrace.log;

import static io.tailrace.log.JournalReplayTest.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a log gets another name when a start finds less than may have been acknowledged, and only then. */
final class JournalEndTest {

    private static final int RECORD = JournalFiles.recordBytes(1);

    @TempDir
    Path directory;

    private final AtomicInteger lost = new AtomicInteger();

    /** Opens the journal in a boot of the machine, and says the ids that it holds. */
    private List<Long> start(String boot) throws IOException {
        return JournalFiles.replay(journal(boot), 0).ids();
    }

    private FileJournal journal(String boot) throws IOException {
        return new FileJournal(directory, 2L * RECORD, false, lost::incrementAndGet, JournalEndTest::open, boot);
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private FileJournal written(int records, boolean force) throws IOException {
        FileJournal journal = journal("boot-1");
        journal.replay(0, _ -> {});
        for (int id = 1; id <= records; id++) {
            journal.append(List.of(Entries.block(id, 1)), force);
        }
        return journal;
    }

    private Path newest() throws IOException {
        return new JournalFiles(directory, 1).segments().getLast();
    }

    private void cut(int bytes) throws IOException {
        byte[] whole = Files.readAllBytes(newest());
        Files.write(newest(), Arrays.copyOf(whole, whole.length - bytes));
    }

    @Test
    void aKilledProcessThatLostNothingKeepsItsName() throws IOException {
        written(3, true);
        assertThat(start("boot-1")).isEqualTo(ids(1, 3));
        assertThat(start("boot-2")).isEqualTo(ids(1, 3));
        assertThat(lost).hasValue(0);
    }

    @Test
    void anAppendThatWasInterruptedKeepsTheName() throws IOException {
        written(3, true);
        ByteBuffer[] fourth = JournalRecord.encode(List.of(Entries.block(4, 1)));
        Files.write(newest(), fourth[0].array(), StandardOpenOption.APPEND);
        assertThat(start("boot-1")).isEqualTo(ids(1, 3));
        assertThat(lost).hasValue(0);
    }

    @Test
    void aLastRecordThatIsCutShortOrMissingChangesTheName() throws IOException {
        for (int bytes : List.of(1, RECORD - 40, RECORD - 1, RECORD)) {
            written(3, true);
            cut(bytes);
            assertThat(start("boot-1")).isEqualTo(ids(1, 2));
            assertThat(lost.getAndSet(0)).as("cut by %d", bytes).isEqualTo(1);
            clear();
        }
    }

    @Test
    void aLastRecordThatIsDamagedChangesTheNameAndIsSetAside() throws IOException {
        for (String boot : List.of("boot-1", "boot-2")) {
            written(3, true);
            JournalFiles.flip(newest(), RECORD - 5);
            byte[] damaged = Files.readAllBytes(newest());
            assertThat(start(boot)).isEqualTo(ids(1, 2));
            assertThat(lost.getAndSet(0)).isEqualTo(1);
            assertThat(new JournalFiles(directory, 1).damaged())
                    .singleElement()
                    .satisfies(file -> assertThat(file).hasBinaryContent(damaged));
            clear();
        }
    }

    @Test
    void zeroesAtTheEndAfterAPowerFailureChangeTheName() throws IOException {
        written(3, true);
        Files.write(newest(), new byte[RECORD], StandardOpenOption.APPEND);
        assertThat(start("boot-2")).isEqualTo(ids(1, 3));
        assertThat(lost).hasValue(1);
    }

    @Test
    void aJournalThatWasClosedAndIsWholeKeepsItsNameInAnyBoot() throws IOException {
        written(3, false).close();
        assertThat(start("boot-2")).isEqualTo(ids(1, 3));
        assertThat(lost).hasValue(0);
    }

    @Test
    void whatLacksBehindACloseChangesTheName() throws IOException {
        written(3, true).close();
        cut(JournalRecord.HEADER);
        assertThat(start("boot-1")).isEqualTo(ids(1, 3));
        assertThat(lost).hasValue(0);
        clear();
        written(3, true).close();
        cut(JournalRecord.HEADER + 1);
        assertThat(start("boot-1")).isEqualTo(ids(1, 2));
        assertThat(lost).hasValue(1);
    }

    @Test
    void aPowerFailureUnderAsyncChangesTheNameAndAKillDoesNot() throws IOException {
        written(3, false);
        assertThat(start("boot-1")).isEqualTo(ids(1, 3));
        assertThat(lost).hasValue(0);
        clear();
        written(3, false);
        assertThat(start("boot-2")).isEqualTo(ids(1, 3));
        assertThat(lost).hasValue(1);
    }

    @Test
    void aMissingNewestFileChangesTheName() throws IOException {
        written(3, true);
        Files.delete(newest());
        assertThat(start("boot-2")).isEqualTo(ids(1, 2));
        assertThat(lost).hasValue(1);
    }

    @Test
    void aMissingOrDamagedManifestOrMarkChangesTheName() throws IOException {
        for (String file : List.of(JournalManifest.NAME, AcknowledgedMark.NAME)) {
            written(3, true);
            Files.delete(directory.resolve(file));
            start("boot-1");
            assertThat(lost.getAndSet(0)).as("without %s", file).isEqualTo(1);
            clear();
            written(3, true);
            JournalFiles.flip(directory.resolve(file), 3);
            start("boot-1");
            assertThat(lost.getAndSet(0)).as("with a damaged %s", file).isEqualTo(1);
            clear();
        }
    }

    @Test
    void whatANewerVersionWroteStopsTheStartAndIsLeftAsItIs() throws IOException {
        written(3, true);
        byte[] bytes = Files.readAllBytes(newest());
        bytes[20] = 2;
        Files.write(newest(), bytes);
        assertThatThrownBy(() -> start("boot-1"))
                .isInstanceOf(JournalVersionException.class)
                .hasMessageContaining("newer");
        assertThat(newest()).hasBinaryContent(bytes);
        Files.writeString(directory.resolve(JournalManifest.NAME), "tailrace journal 2\nwhatever\n");
        assertThatThrownBy(() -> start("boot-1")).isInstanceOf(JournalVersionException.class);
        assertThat(lost).hasValue(0);
    }

    @Test
    void aJournalFromBeforeThereWereVersionsIsReadAndContinued() throws IOException {
        written(2, true);
        clear(JournalManifest.NAME, AcknowledgedMark.NAME);
        byte[] old = Files.readAllBytes(newest());
        for (int record = 0; record < 2; record++) {
            unversion(ByteBuffer.wrap(old), record * RECORD);
        }
        Files.write(newest(), Arrays.copyOf(old, 2 * RECORD));

        FileJournal upgraded = journal("boot-1");
        assertThat(JournalFiles.replay(upgraded, 0).ids()).isEqualTo(ids(1, 2));
        upgraded.append(List.of(Entries.block(3, 1)), true);
        upgraded.close();

        assertThat(start("boot-1")).isEqualTo(ids(1, 3));
        assertThat(lost).hasValue(0);
    }

    /** Makes a record what it was before there were versions. */
    private static void unversion(ByteBuffer file, int offset) {
        file.put(offset + 20, (byte) 0);
        CRC32C crc = new CRC32C();
        crc.update(file.slice(offset + 12, RECORD - 12));
        file.putInt(offset + 8, (int) crc.getValue());
    }

    private void clear(String... only) throws IOException {
        List<Path> files;
        try (var all = Files.list(directory)) {
            files = all.filter(file -> only.length == 0
                            || List.of(only).contains(file.getFileName().toString()))
                    .toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
