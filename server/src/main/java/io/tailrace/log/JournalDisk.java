package io.tailrace.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the journal asks of its disk; tests give one that fails, or notes in which order it is asked. */
@FunctionalInterface
public interface JournalDisk {

    /** Opens a file for writing, and makes it if it is not there. */
    FileChannel open(Path file) throws IOException;

    default void delete(Path file) throws IOException {
        Files.delete(file);
    }

    /** Puts on the disk which files there are in a directory. */
    default void forceDirectory(Path directory) throws IOException {
        DataFiles.forceDirectory(directory);
    }

    /** As a server opens it. */
    static FileChannel openFile(Path file) throws IOException {
        return DataFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
