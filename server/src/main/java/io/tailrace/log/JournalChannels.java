package io.tailrace.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens the journal's files for writing, and makes those that are not there; tests give one that fails. */
@FunctionalInterface
public interface JournalChannels {

    FileChannel open(Path file) throws IOException;

    /** Those of a server. */
    static FileChannel onDisk(Path file) throws IOException {
        return DataFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
