package io.tailrace.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file beside the segments that is written, forced and deleted to find out whether the disk takes that many bytes. */
final class JournalProbe {

    private static final int CHUNK = 1 << 16;

    private final Path file;
    private final JournalDisk disk;

    JournalProbe(Path directory, JournalDisk disk) {
        file = directory.resolve("probe");
        this.disk = disk;
    }

    /** @throws IOException if the disk does not take them */
    void write(long bytes) throws IOException {
        try (FileChannel channel = disk.open(file)) {
            ByteBuffer zeros = ByteBuffer.allocate(CHUNK);
            for (long rest = bytes; rest > 0; ) {
                zeros.position(0).limit((int) Math.min(rest, CHUNK));
                rest -= channel.write(zeros);
            }
            channel.force(true);
        } finally {
            delete();
        }
    }

    /** Deletes what a process left that was killed meanwhile. */
    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
