package io.tailrace.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The file that names the segments of a journal and how its process stands to them, so that a start notices a file that is
 * missing and how the last process ended. Written as a whole when the log is opened, a segment begun, and the log closed:
 *
 * <pre>
 * tailrace journal 1
 * running fsync 0b5c2d0e-9f41-4c5a-8a43-1d4c9f0e6f3b
 * 00000000000000000001.journal
 * 00000000000000065001.journal
 * sum 1a2b3c4d
 * </pre>
 *
 * The second line names the durability and the boot of the machine, or is {@code stopped 70000} with the last id once the log
 * was closed in order. A segment that was deleted since may still be named.
 *
 * @param run how the process stands to the journal
 * @param segments their names, oldest first
 */
record JournalManifest(Run run, List<String> segments) {

    static final String NAME = "manifest";
    static final int VERSION = 1;

    private static final String TITLE = "tailrace journal ";
    private static final String STOPPED = "stopped ";
    private static final String RUNNING = "running ";
    private static final String SUM = "sum ";

    /** How a process stands, or stood, to the journal. */
    sealed interface Run {

        /** It has the journal open, or ended without closing it. */
        record Running(Durability durability, String boot) implements Run {}

        /** It closed the journal, whose last entry was this one, and all of it is on the disk. */
        record Stopped(long lastId) implements Run {}
    }

    /** What a start finds. */
    sealed interface Found {

        /** There is none. */
        record None() implements Found {}

        /** There is one that cannot be read. */
        record Damaged() implements Found {}

        /** A sound one. */
        record Sound(JournalManifest manifest) implements Found {}
    }

    /** @throws JournalVersionException if a newer version wrote it */
    static Found read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return new Found.None();
        }
        String text = new String(Files.readAllBytes(file), US_ASCII);
        refuseNewer(file, text);
        return parse(text).<Found>map(Found.Sound::new).orElseGet(Found.Damaged::new);
    }

    private static void refuseNewer(Path file, String text) throws JournalVersionException {
        String first = text.lines().findFirst().orElse("");
        if (first.startsWith(TITLE) && first.substring(TITLE.length()).matches("[1-9]\\d{0,2}")) {
            int version = Integer.parseInt(first.substring(TITLE.length()));
            if (version > VERSION) {
                throw new JournalVersionException(file, TITLE.length(), version, VERSION);
            }
        }
    }

    private static Optional<JournalManifest> parse(String text) {
        int sumAt = text.lastIndexOf(SUM);
        List<String> lines = text.lines().toList();
        if (sumAt < 0 || lines.size() < 3 || !lines.getLast().equals(sum(text.substring(0, sumAt)))) {
            return Optional.empty();
        }
        return run(lines.get(1)).map(run -> new JournalManifest(run, lines.subList(2, lines.size() - 1)));
    }

    private static Optional<Run> run(String line) {
        if (line.startsWith(STOPPED)) {
            return Optional.of(new Run.Stopped(Long.parseLong(line.substring(STOPPED.length()))));
        }
        for (Durability durability : Durability.values()) {
            String start = RUNNING + nameOf(durability) + " ";
            if (line.startsWith(start)) {
                return Optional.of(new Run.Running(durability, line.substring(start.length())));
            }
        }
        return Optional.empty();
    }

    private static String nameOf(Durability durability) {
        return switch (durability) {
            case FSYNC -> "fsync";
            case ASYNC -> "async";
        };
    }

    private static String sum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(US_ASCII));
        return SUM + "%08x".formatted(crc.getValue());
    }

    /** Writes it in the place of the one before. When this returns it is on the disk. */
    void write(Path directory) throws IOException {
        StringBuilder text = new StringBuilder(TITLE).append(VERSION).append('\n');
        text.append(
                switch (run) {
                    case Run.Running(Durability durability, String boot) -> RUNNING + nameOf(durability) + " " + boot;
                    case Run.Stopped(long lastId) -> STOPPED + lastId;
                });
        text.append('\n');
        segments.forEach(segment -> text.append(segment).append('\n'));
        String checked = text.toString();
        DataFiles.replace(directory.resolve(NAME), (checked + sum(checked) + "\n").getBytes(US_ASCII));
    }
}
