package io.tailrace.cli.show;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Where entries go: stdout, in one of two formats. A write that fails means that nobody reads any more.
 *
 * <p>Owned by the command's thread, which it blocks while the reader of stdout is slow.
 */
public final class EntryOutput {

    /** Turns an entry's JSON into the line or lines that are shown, each with its line end. */
    interface Format {
        String lines(String entry);
    }

    private final OutputStream out;
    private final Format format;

    EntryOutput(OutputStream out, Format format) {
        this.out = new BufferedOutputStream(out, 1 << 16);
        this.format = format;
    }

    /** One entry a line, exactly as received. */
    static Format json() {
        return entry -> entry + "\n";
    }

    public void write(String entry) throws IOException {
        out.write(format.lines(entry).getBytes(StandardCharsets.UTF_8));
    }

    /** What was written is seen now. */
    public void flush() throws IOException {
        out.flush();
    }
}
