package io.tailrace.cli.send;

import io.tailrace.cli.shell.CommandFailed;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * What {@code send} reads: every line of every source, in order, as an entry into the read-ahead. A line that cannot be
 * an entry is reported and passed over. Owned by the reading thread.
 */
final class LogLines implements Reading.Work {

    private final List<Source> sources;
    private final EntryEncoder encoder;
    private final int maxEntryBytes;
    private final SendReport report;
    private final Remainder remainder;
    private boolean anyEntry;

    LogLines(List<Source> sources, EntryEncoder encoder, int maxEntryBytes, SendReport report) {
        this.sources = sources;
        this.encoder = encoder;
        this.maxEntryBytes = maxEntryBytes;
        this.report = report;
        remainder = new Remainder(sources);
    }

    @Override
    public void readInto(ReadAhead readAhead) throws CommandFailed, InterruptedException {
        for (Source source : sources) {
            if (!read(source, readAhead)) {
                return;
            }
            remainder.sourceEnded();
        }
    }

    @Override
    public Remainder remainder() {
        return remainder;
    }

    /** False when nobody takes entries any more. */
    private boolean read(Source source, ReadAhead readAhead) throws CommandFailed, InterruptedException {
        try (InputStream in = source.opening().open()) {
            LineReader lines = new LineReader(in, maxEntryBytes);
            boolean open = true;
            while (open && lines.next()) {
                open = pass(source.name(), lines, readAhead);
            }
            return open;
        } catch (IOException e) {
            throw Source.unreadable(source, e);
        }
    }

    /** False when nobody takes entries any more. */
    private boolean pass(String source, LineReader lines, ReadAhead readAhead)
            throws CommandFailed, InterruptedException {
        if (lines.tooLong()) {
            report.refused(source, lines.number(), tooLong());
            return true;
        }
        return switch (encoder.encode(lines.buffer(), lines.start(), lines.length())) {
            case BLANK -> true;
            case NEEDS_SERVICE -> passPlainLine(source, lines.number());
            case ENTRY -> passEntry(source, lines.number(), readAhead);
        };
    }

    private boolean passPlainLine(String source, long line) throws CommandFailed {
        if (!anyEntry) {
            throw CommandFailed.usage("line " + line + " of " + source
                    + " is not a JSON object: name the service of plain lines with --service");
        }
        report.refused(source, line, "not a JSON object, and no --service to send it under");
        return true;
    }

    private boolean passEntry(String source, long line, ReadAhead readAhead) throws InterruptedException {
        anyEntry = true;
        if (encoder.entry().length() > maxEntryBytes) {
            report.refused(source, line, tooLong());
            return true;
        }
        boolean open = readAhead.add(source, line, encoder.entry());
        if (open) {
            remainder.read(line);
        }
        return open;
    }

    private String tooLong() {
        return "longer than an entry may be (" + maxEntryBytes + " bytes)";
    }
}
