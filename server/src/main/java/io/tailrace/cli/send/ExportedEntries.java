package io.tailrace.cli.send;

import io.tailrace.cli.parquet.ParquetEntries;
import io.tailrace.cli.shell.CommandFailed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What {@code import} reads: files that were exported, in order. Lines are handed over as they are, for the server to judge;
 * rows of a Parquet file as the lines that they would be. Owned by the reading thread.
 */
final class ExportedEntries implements Reading.Work {

    /** What the server adds to an entry, and an export therefore has more than was sent. */
    private static final int ADDED_BYTES = 128;

    private static final byte[] PARQUET = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private final List<Input> inputs;
    private final int maxEntryBytes;
    private final SendReport report;
    private final EntryBuffer entry = new EntryBuffer();

    /** A file to read. */
    private sealed interface Input {
        record Lines(Source source) implements Input {}

        record Rows(Path file) implements Input {}
    }

    /** Fails if a file cannot be read at all. */
    ExportedEntries(List<Path> files, InputStream stdin, int maxEntryBytes, SendReport report) throws CommandFailed {
        this.maxEntryBytes = maxEntryBytes + ADDED_BYTES;
        this.report = report;
        inputs = new ArrayList<>();
        for (Path file : files) {
            Source source = Source.of(List.of(file), stdin).getFirst();
            inputs.add(isParquet(file) ? new Input.Rows(file) : new Input.Lines(source));
        }
    }

    private static boolean isParquet(Path file) throws CommandFailed {
        if (file.toString().equals("-")) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(PARQUET.length), PARQUET);
        } catch (IOException e) {
            throw new CommandFailed("cannot read " + file + ": " + e.getMessage());
        }
    }

    @Override
    public void readInto(ReadAhead readAhead) throws CommandFailed, InterruptedException {
        for (Input input : inputs) {
            switch (input) {
                case Input.Lines(Source source) -> readLines(source, readAhead);
                case Input.Rows(Path file) -> readRows(file, readAhead);
            }
        }
    }

    private void readLines(Source source, ReadAhead readAhead) throws CommandFailed, InterruptedException {
        try (InputStream in = source.opening().open()) {
            LineReader lines = new LineReader(in, maxEntryBytes);
            boolean open = true;
            while (open && lines.next()) {
                open = pass(source.name(), lines, readAhead);
            }
        } catch (IOException e) {
            throw new CommandFailed("cannot read on in " + source.name() + ": " + e.getMessage());
        }
    }

    /** False when nobody takes entries any more. */
    private boolean pass(String source, LineReader lines, ReadAhead readAhead) throws InterruptedException {
        if (lines.tooLong()) {
            report.refused(source, lines.number(), "longer than an entry may be");
            return true;
        }
        if (isBlank(lines)) {
            return true;
        }
        if (JsonObjectLine.of(lines.buffer(), lines.start(), lines.length()).isEmpty()) {
            report.refused(source, lines.number(), "not a JSON object");
            return true;
        }
        entry.clear();
        entry.put(lines.buffer(), lines.start(), lines.start() + lines.length());
        return readAhead.add(source, lines.number(), entry);
    }

    private static boolean isBlank(LineReader lines) {
        for (int at = lines.start(); at < lines.start() + lines.length(); at++) {
            if (lines.buffer()[at] > ' ' || lines.buffer()[at] < 0) {
                return false;
            }
        }
        return true;
    }

    private void readRows(Path file, ReadAhead readAhead) throws CommandFailed, InterruptedException {
        try (ParquetEntries rows = ParquetEntries.open(file)) {
            boolean open = true;
            for (long row = 1; open && rows.next(); row++) {
                byte[] json = rows.entry().getBytes(StandardCharsets.UTF_8);
                if (json.length > maxEntryBytes) {
                    report.refused(file.toString(), row, "longer than an entry may be");
                } else {
                    entry.clear();
                    entry.put(json);
                    open = readAhead.add(file.toString(), row, entry);
                }
            }
        }
    }
}
