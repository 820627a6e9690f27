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
import java.util.Locale;

/**
 * What {@code import} reads: files that were exported, in order. Lines are handed over as they are, for the server to judge;
 * rows of a Parquet file as the lines that they would be. Owned by the reading thread.
 */
final class ExportedEntries implements Reading.Work {

    /** What the server adds to an entry, and an export therefore has more than was sent. */
    private static final int ADDED_BYTES = 128;

    private static final byte[] PARQUET = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /** How an exported CSV begins. */
    private static final String CSV = "id,timestamp,";

    private final List<Input> inputs = new ArrayList<>();
    private final int maxEntryBytes;
    private final SendReport report;
    private final Remainder remainder;
    private final EntryBuffer entry = new EntryBuffer();

    /** A file to read. */
    private sealed interface Input {
        record Lines(Source source) implements Input {}

        record Rows(Source source, Path file) implements Input {}

        Source source();
    }

    /** Fails if a file cannot be read at all or is no export, before anything of another is sent. */
    ExportedEntries(List<Path> files, InputStream stdin, int maxEntryBytes, SendReport report) throws CommandFailed {
        this.maxEntryBytes = maxEntryBytes + ADDED_BYTES;
        this.report = report;
        List<Source> sources = Source.of(files, stdin);
        for (int at = 0; at < sources.size(); at++) {
            inputs.add(input(sources.get(at), files.get(at)));
        }
        remainder = new Remainder(inputs.stream().map(Input::source).toList());
    }

    private Input input(Source source, Path file) throws CommandFailed {
        if (!source.isFile() || source.name().equals(Source.STDIN)) {
            return new Input.Lines(source);
        }
        if (isParquet(file)) {
            ParquetEntries.open(file).close();
            return new Input.Rows(new Source(source.name(), source.opening(), true, "row"), file);
        }
        try (InputStream in = source.opening().open()) {
            LineReader lines = new LineReader(in, maxEntryBytes);
            boolean any = lines.next();
            while (any && isBlank(lines)) {
                any = lines.next();
            }
            if (any) {
                judgeFirst(source, lines);
            }
        } catch (IOException e) {
            throw Source.unreadable(source, e);
        }
        return new Input.Lines(source);
    }

    private static boolean isParquet(Path file) throws CommandFailed {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(PARQUET.length), PARQUET);
        } catch (IOException e) {
            throw new CommandFailed("cannot read " + file + ": " + e.getMessage());
        }
    }

    /** A file of another kind would be refused line by line. */
    private static void judgeFirst(Source source, LineReader lines) throws CommandFailed {
        if (lines.tooLong() || isObject(lines)) {
            return;
        }
        String beginning =
                new String(lines.buffer(), lines.start(), Math.min(lines.length(), 100), StandardCharsets.UTF_8);
        String name = source.name().toLowerCase(Locale.ROOT);
        boolean csv = beginning.startsWith(CSV) || name.endsWith(".csv") || name.endsWith(".csv.gz");
        throw CommandFailed.usage(
                csv
                        ? source.name() + " is CSV, which cannot be imported: export it as ndjson or parquet"
                        : source.name()
                                + " is no export, as its first line is not a JSON object: import reads NDJSON and"
                                + " Parquet; 'tailrace send' sends lines of any kind");
    }

    @Override
    public Remainder remainder() {
        return remainder;
    }

    @Override
    public void readInto(ReadAhead readAhead) throws CommandFailed, InterruptedException {
        for (Input input : inputs) {
            boolean open = switch (input) {
                case Input.Lines(Source source) -> readLines(source, readAhead);
                case Input.Rows(Source source, Path file) -> readRows(source, file, readAhead);
            };
            if (!open) {
                return;
            }
            remainder.sourceEnded();
        }
    }

    /** False when nobody takes entries any more; so are the others. */
    private boolean readLines(Source source, ReadAhead readAhead) throws CommandFailed, InterruptedException {
        try (InputStream in = source.opening().open()) {
            LineReader lines = new LineReader(in, maxEntryBytes);
            boolean any = false;
            while (lines.next()) {
                if (isBlank(lines)) {
                    continue;
                }
                if (!any) {
                    judgeFirst(source, lines);
                    any = true;
                }
                if (!pass(source.name(), lines, readAhead)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw Source.unreadable(source, e);
        }
    }

    private boolean pass(String source, LineReader lines, ReadAhead readAhead) throws InterruptedException {
        if (lines.tooLong()) {
            report.refused(source, lines.number(), "longer than an entry may be");
            return true;
        }
        if (!isObject(lines)) {
            report.refused(source, lines.number(), "not a JSON object");
            return true;
        }
        entry.clear();
        entry.put(lines.buffer(), lines.start(), lines.start() + lines.length());
        return add(source, lines.number(), readAhead);
    }

    private static boolean isObject(LineReader lines) {
        return JsonObjectLine.of(lines.buffer(), lines.start(), lines.length()).isPresent();
    }

    private static boolean isBlank(LineReader lines) {
        for (int at = lines.start(); at < lines.start() + lines.length(); at++) {
            if (lines.buffer()[at] > ' ' || lines.buffer()[at] < 0) {
                return false;
            }
        }
        return !lines.tooLong();
    }

    private boolean readRows(Source source, Path file, ReadAhead readAhead) throws CommandFailed, InterruptedException {
        try (ParquetEntries rows = ParquetEntries.open(file)) {
            for (long row = 1; rows.next(); row++) {
                byte[] json = rows.entry().getBytes(StandardCharsets.UTF_8);
                if (json.length > maxEntryBytes) {
                    report.refused(source.name(), row, "longer than an entry may be");
                    continue;
                }
                entry.clear();
                entry.put(json);
                if (!add(source.name(), row, readAhead)) {
                    return false;
                }
            }
            return true;
        }
    }

    private boolean add(String source, long line, ReadAhead readAhead) throws InterruptedException {
        boolean open = readAhead.add(source, line, entry);
        if (open) {
            remainder.read(line);
        }
        return open;
    }
}
