package io.tailrace.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * One closed or open file of the journal, named after the first id in it. Holds what is known of the file, not the file
 * itself.
 *
 * @param path the file
 * @param firstId the lowest id that it may hold
 */
record JournalSegment(Path path, long firstId) {

    private static final String SUFFIX = ".journal";
    private static final String DRAFT = ".new";
    private static final String DAMAGED = ".damaged";

    static JournalSegment startingAt(Path directory, long firstId) {
        return new JournalSegment(directory.resolve("%020d%s".formatted(firstId, SUFFIX)), firstId);
    }

    /** The segments in a directory, in the order of their ids. */
    static List<JournalSegment> in(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d{20}\\" + SUFFIX))
                    .sorted()
                    .map(file -> new JournalSegment(
                            file, Long.parseLong(file.getFileName().toString().substring(0, 20))))
                    .toList();
        }
    }

    String name() {
        return path.getFileName().toString();
    }

    /** Where it is written before it gets its name, if it replaces one. */
    Path draft() {
        return path.resolveSibling(name() + DRAFT);
    }

    ByteBuffer map() throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.map(MapMode.READ_ONLY, 0, channel.size());
        }
    }

    boolean exists() {
        return Files.exists(path);
    }

    long size() throws IOException {
        return Files.size(path);
    }

    void truncate(long size, JournalDisk disk) throws IOException {
        try (FileChannel channel = disk.open(path)) {
            channel.truncate(size);
            channel.force(true);
        }
    }

    /** Puts it on the disk: the process that wrote it may not have got to that. */
    void force(JournalDisk disk) throws IOException {
        try (FileChannel channel = disk.open(path)) {
            channel.force(true);
        }
    }

    /** Keeps a copy of a damaged file for whoever wants to look into it; it is on the disk when this returns. */
    void copyAside(JournalDisk disk) throws IOException {
        Path aside = aside();
        try {
            copyTo(aside, disk);
            disk.forceDirectory(DataFiles.directoryOf(aside));
        } catch (IOException failed) {
            // Else each start that fails here would leave one more.
            Files.deleteIfExists(aside);
            throw failed;
        }
    }

    private void copyTo(Path copy, JournalDisk disk) throws IOException {
        try (FileChannel source = FileChannel.open(path, StandardOpenOption.READ);
                FileChannel target = disk.open(copy)) {
            long size = source.size();
            for (long position = 0; position < size; ) {
                position += source.transferTo(position, size - position, target);
            }
            target.force(true);
        }
    }

    /** Takes the file out of the journal, but keeps it, on the disk when this returns. */
    void moveAside(JournalDisk disk) throws IOException {
        force(disk);
        DataFiles.move(path, aside());
    }

    /** A name that is free: what an earlier repair set aside stays. */
    private Path aside() {
        Path aside = path.resolveSibling(name() + DAMAGED);
        for (int n = 2; Files.exists(aside); n++) {
            aside = path.resolveSibling(name() + "." + n + DAMAGED);
        }
        return aside;
    }
}
