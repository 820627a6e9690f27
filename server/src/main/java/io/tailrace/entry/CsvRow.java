package io.tailrace.entry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Entries as rows of CSV by RFC 4180: fields are quoted where they must be, rows end with CR and LF, tags and metadata
 * are JSON. A sheet takes a cell for a formula that begins with {@code = + - @}, a tab or a CR, and whoever may send an entry
 * could have one run on the desk of who reads it: such a cell begins with an apostrophe, which sheets take for "this is text",
 * unless cells are wanted as they are. Owned by one thread.
 */
public final class CsvRow {

    /** The first row, which names the fields. */
    public static final String HEADER =
            "id,timestamp,created_at,service,level,message,tags,metadata,user_id,trace_id,span_id\r\n";

    private static final int TIME_START = EntryLayout.ID.length + EntryLayout.TIMESTAMP.length;
    private static final byte[] NOTHING = {};
    private static final String FORMULA = "=+-@\t\r";

    private final EntryView view = new EntryView();
    private final boolean harmless;

    /** @param harmless whether what a sheet would take for a formula begins with an apostrophe */
    public CsvRow(boolean harmless) {
        this.harmless = harmless;
    }

    /** Writes an entry, given as its wire JSON. */
    public void write(long id, byte[] bytes, int from, int to, JsonBuffer out) {
        byte[] line = Arrays.copyOfRange(bytes, from, to + 1);
        line[to - from] = '\n';
        view.at(EntryBlock.decode(id, 1, 0, line), 0);
        int timestamp = TIME_START + JsonBuffer.digits(id);
        int createdAt = timestamp + Rfc3339.LENGTH + EntryLayout.CREATED_AT.length;
        out.number(id).ascii(',').raw(line, timestamp, timestamp + Rfc3339.LENGTH);
        out.ascii(',').raw(line, createdAt, createdAt + Rfc3339.LENGTH);
        field(view.serviceText(), out);
        field(view.level().text().getBytes(StandardCharsets.US_ASCII), out);
        field(view.messageText(), out);
        field(view.tagsJson(), out);
        field(view.metadataJson(), out);
        if (view.userId().isPresent()) {
            field(Long.toString(view.userId().getAsLong()).getBytes(StandardCharsets.US_ASCII), out);
        } else {
            out.ascii(',');
        }
        byte[] traceId = view.traceIdText();
        field(traceId == null ? NOTHING : traceId, out);
        byte[] spanId = view.spanIdText();
        field(spanId == null ? NOTHING : spanId, out);
        out.ascii("\r\n");
    }

    private void field(byte[] text, JsonBuffer out) {
        out.ascii(',');
        boolean quoted = mustBeQuoted(text);
        if (quoted) {
            out.ascii('"');
        }
        if (text.length > 0 && harmless && FORMULA.indexOf(text[0]) >= 0) {
            out.ascii('\'');
        }
        if (!quoted) {
            out.raw(text);
            return;
        }
        int start = 0;
        for (int at = 0; at < text.length; at++) {
            if (text[at] == '"') {
                out.raw(text, start, at + 1);
                start = at;
            }
        }
        out.raw(text, start, text.length).ascii('"');
    }

    private static boolean mustBeQuoted(byte[] text) {
        for (byte b : text) {
            if (b == '"' || b == ',' || b == '\r' || b == '\n') {
                return true;
            }
        }
        return false;
    }
}
