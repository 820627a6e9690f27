package io.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailrace.log.DataDirectory.DirectoryInUseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a log has one name and one process. */
final class DataDirectoryTest {

    @TempDir
    Path parent;

    @Test
    void aLogKeepsItsEpochAndAnotherLogHasAnother() throws IOException {
        String first = epochOf(parent.resolve("a"));
        assertThat(first).matches("e[0-9a-f]{12}");
        assertThat(epochOf(parent.resolve("a"))).isEqualTo(first);
        assertThat(epochOf(parent.resolve("b"))).isNotEqualTo(first);
    }

    @Test
    void anEmptiedDirectoryIsAnotherLog() throws IOException {
        String first = epochOf(parent.resolve("a"));
        Files.delete(parent.resolve("a").resolve("epoch"));
        assertThat(epochOf(parent.resolve("a"))).isNotEqualTo(first);
    }

    @Test
    void aDirectoryThatLostItsJournalIsAnotherLog() throws IOException {
        String first = epochOf(parent.resolve("a"));
        Files.delete(parent.resolve("a").resolve("journal").resolve("manifest"));
        String second = epochOf(parent.resolve("a"));
        assertThat(second).isNotEqualTo(first);
        assertThat(epochOf(parent.resolve("a"))).isEqualTo(second);
    }

    @Test
    void whatIsMadeIsForItsOwnerAndGroupOnlyAndCanBeForced() throws IOException {
        Path path = parent.resolve("a").resolve("b");
        try (DataDirectory directory = DataDirectory.open(path)) {
            directory.force();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .matches("rwx[r-]-[x-]---");
        for (String file : List.of("lock", "epoch")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve(file))))
                    .matches("rw-[r-]-----");
        }
    }

    @Test
    void aRenewedNameIsKept() throws IOException {
        Path path = parent.resolve("a");
        String first = epochOf(path);
        String second;
        try (DataDirectory directory = DataDirectory.open(path)) {
            directory.renewEpoch();
            Files.createDirectories(directory.journal());
            Files.writeString(directory.journal().resolve("manifest"), "");
            second = directory.epoch();
        }
        assertThat(second).matches("e[0-9a-f]{12}").isNotEqualTo(first);
        assertThat(epochOf(path)).isEqualTo(second);
    }

    @Test
    void aStartThatWasInterruptedBeforeTheEpochWasNamedIsMadeGood() throws IOException {
        Files.createDirectory(parent.resolve("a"));
        Files.writeString(parent.resolve("a").resolve("epoch.new"), "e12");
        assertThat(epochOf(parent.resolve("a"))).matches("e[0-9a-f]{12}");
    }

    @Test
    void aDirectoryIsMadeWithItsParents() throws IOException {
        epochOf(parent.resolve("a").resolve("b").resolve("c"));
        assertThat(parent.resolve("a").resolve("b").resolve("c")).isDirectory();
    }

    @Test
    void aDirectoryThatIsOpenIsRefusedWithAdvice() throws IOException {
        Path path = parent.resolve("a");
        DataDirectory open = DataDirectory.open(path);
        assertThatThrownBy(() -> DataDirectory.open(path))
                .isInstanceOf(DirectoryInUseException.class)
                .hasMessage("The data directory " + path
                        + " is in use by another tailrace. Stop it, or choose another --data.");
        open.close();
        epochOf(path);
    }

    @Test
    void aFileInThePlaceOfTheDirectoryIsRefusedWithAdvice() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));
        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(IOException.class)
                .hasMessage("The data directory " + file
                        + " cannot be used: there is a file in its place. Choose another --data.");
    }

    private static String epochOf(Path path) throws IOException {
        try (DataDirectory directory = DataDirectory.open(path)) {
            Files.createDirectories(directory.journal());
            Files.writeString(directory.journal().resolve("manifest"), "");
            return directory.epoch();
        }
    }
}
