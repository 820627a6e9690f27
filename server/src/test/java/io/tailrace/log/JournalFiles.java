package io.tailrace.log;

import io.tailrace.entry.EntryBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of one journal, as a test makes, reads and damages them. */
final class JournalFiles {

    private final Path directory;
    private final long segmentBytes;
    private int lost;

    JournalFiles(Path directory, long segmentBytes) {
        this.directory = directory;
        this.segmentBytes = segmentBytes;
    }

    /** What one start found. */
    record Replayed(FileJournal journal, List<Long> ids, List<String> texts) {

        long lastId() {
            return ids.isEmpty() ? 0 : ids.getLast();
        }
    }

    Replayed replay() throws IOException {
        return replay(0, false);
    }

    Replayed repair() throws IOException {
        return replay(0, true);
    }

    Replayed replay(long afterId, boolean repair) throws IOException {
        return replay(new FileJournal(directory, segmentBytes, repair, () -> lost++), afterId);
    }

    static Replayed replay(FileJournal journal, long afterId) throws IOException {
        List<Long> ids = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        journal.replay(afterId, block -> {
            for (long id = block.firstId(); id <= block.lastId(); id++) {
                ids.add(id);
            }
            texts.addAll(Entries.texts(block));
        });
        return new Replayed(journal, ids, texts);
    }

    /** Writes so many records of one entry each, behind what there is, and closes the journal. */
    void write(int records) throws IOException {
        Replayed replayed = replay();
        long next = replayed.lastId() + 1;
        try (FileJournal journal = replayed.journal()) {
            for (int i = 0; i < records; i++) {
                journal.append(List.of(Entries.block(next + i, 1)), true);
            }
        }
    }

    /** As {@link #write}, by a process that is killed then. */
    void writeAndDie(int records) throws IOException {
        Replayed replayed = replay();
        long next = replayed.lastId() + 1;
        for (int i = 0; i < records; i++) {
            replayed.journal().append(List.of(Entries.block(next + i, 1)), true);
        }
    }

    /** How often a replay said that ids were lost. */
    int lost() {
        return lost;
    }

    /** The segments, oldest first. */
    List<Path> segments() throws IOException {
        return files(".journal");
    }

    /** What was set aside. */
    List<Path> damaged() throws IOException {
        return files(".damaged");
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    /** The only segment. */
    Path segment() throws IOException {
        List<Path> segments = segments();
        if (segments.size() != 1) {
            throw new IllegalStateException("not one segment: " + segments);
        }
        return segments.getFirst();
    }

    long bytesOnDisk() throws IOException {
        long bytes = 0;
        for (Path segment : segments()) {
            bytes += Files.size(segment);
        }
        return bytes;
    }

    /** How many bytes the record of {@link Entries#block} takes for one entry. */
    static int recordBytes(long id) {
        EntryBlock block = Entries.block(id, 1);
        return JournalRecord.HEADER + block.bytes().length;
    }

    static void flip(Path file, int offset) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[offset] ^= 0x10;
        Files.write(file, bytes);
    }
}
