package io.tailrace.cli.history;

import io.tailrace.cli.client.NetworkFault;
import io.tailrace.cli.shell.CommandFailed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * The body of an answer to an export, which is handed on only as far as it is one: it must begin as its format does, and end
 * so that nothing can be missing.
 *
 * <p>A connection that breaks is not always seen: a proxy that speaks HTTP/1.0 to the server ends the answer in good order.
 * So the end is looked at as well. Owned by the command's thread.
 */
final class ExportBody implements AutoCloseable {

    private static final int CHUNK = 1 << 16;

    private static final byte[] PARQUET = ascii("PAR1");
    private static final byte[] CSV = ascii("id,timestamp,");
    private static final byte[] OBJECT = ascii("{");
    private static final byte[] LINE_END = ascii("\n");

    private final InputStream in;
    private final ExportFormat format;
    private final byte[] mark;
    private final boolean marked;
    private final String kept;
    private final byte[] buffer;
    private int filled;
    private boolean ended;

    /**
     * @param mark what a server that was asked for it writes behind the last line, and nothing else can contain
     * @param marked the server said that it will
     * @param kept what is left of the export if it breaks off, for a person
     */
    ExportBody(InputStream in, ExportFormat format, String mark, boolean marked, String kept) {
        this.in = in;
        this.format = format;
        this.mark = ascii(mark);
        this.marked = marked;
        this.kept = kept;
        this.buffer = new byte[CHUNK + this.mark.length];
    }

    /** Waits for the first bytes: whether they are those of an export. To be called once, before {@link #copyTo}. */
    boolean beginsRightly() throws CommandFailed, InterruptedException {
        fill();
        byte[] expected = switch (format) {
            case PARQUET -> PARQUET;
            case CSV -> CSV;
            case NDJSON -> OBJECT;
        };
        boolean nothing = format == ExportFormat.NDJSON && ended && (filled == 0 || startsWith(mark));
        return nothing || startsWith(expected);
    }

    /** Hands on what is left, and says how many bytes there were. Fails if the end is missing. */
    long copyTo(OutputStream out, LongConsumer progress) throws IOException, CommandFailed, InterruptedException {
        long total = 0;
        while (true) {
            fill();
            int ready = ended ? filled - proof() : filled - mark.length;
            out.write(buffer, 0, ready);
            total += ready;
            if (ended) {
                return total;
            }
            progress.accept(total);
            System.arraycopy(buffer, ready, buffer, 0, filled - ready);
            filled -= ready;
        }
    }

    /** Reads until there is more than what could be the proof of the end. */
    private void fill() throws CommandFailed, InterruptedException {
        while (!ended && filled <= mark.length) {
            int count = read();
            ended = count < 0;
            filled += Math.max(0, count);
        }
    }

    private int read() throws CommandFailed, InterruptedException {
        try {
            return in.read(buffer, filled, buffer.length - filled);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw brokeOff(NetworkFault.reason(e));
        }
    }

    /** How many of the last bytes prove the end and belong to no entry. */
    private int proof() throws CommandFailed {
        if (format != ExportFormat.PARQUET && endsWith(mark)) {
            return mark.length;
        }
        boolean whole =
                format == ExportFormat.PARQUET ? endsWith(PARQUET) : !marked && (filled == 0 || endsWith(LINE_END));
        if (!whole) {
            throw brokeOff("its end is missing");
        }
        return 0;
    }

    private CommandFailed brokeOff(String reason) {
        return new CommandFailed("the export broke off: " + reason + "; " + kept);
    }

    private boolean startsWith(byte[] beginning) {
        return filled >= beginning.length && Arrays.equals(buffer, 0, beginning.length, beginning, 0, beginning.length);
    }

    private boolean endsWith(byte[] end) {
        return filled >= end.length && Arrays.equals(buffer, filled - end.length, filled, end, 0, end.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
