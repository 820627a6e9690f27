package io.tailrace.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * The first fields of an entry as they stand on the wire: its id, and when it was to be sent.
 *
 * <p>A flyweight: one instance is laid over one frame after another by one event loop. The sender's stamp comes back in
 * the field right behind the id: {@code timestamp} from Tailrace, {@code user_id} from the classic hub.
 */
final class EntryHead {

    /** Stamps are compared within the hour, so that only minutes and below need to be read. */
    static final long HOUR_MICROS = 3_600_000_000L;

    private static final byte[] ID = "{\"id\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TIMESTAMP = ",\"timestamp\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] USER_ID = ",\"user_id\":".getBytes(StandardCharsets.US_ASCII);

    private static final int MINUTES_AT = "2026-11-22T10:".length();
    private static final int SECONDS_AT = "2026-11-22T10:30:".length();
    private static final int MICROS_AT = "2026-11-22T10:30:00.".length();
    private static final int EPOCH_MICROS_DIGITS = 16;

    private long id;
    private int idEnd;

    /** Whether the payload is an entry; other messages (a gap, an error) begin differently. */
    boolean read(ByteBuf bytes, int at) {
        if (!startsWith(bytes, at, ID)) {
            return false;
        }
        int index = at + ID.length;
        long value = 0;
        int digit = bytes.getByte(index) - '0';
        while (digit >= 0 && digit <= 9) {
            value = value * 10 + digit;
            digit = bytes.getByte(++index) - '0';
        }
        id = value;
        idEnd = index;
        return true;
    }

    long id() {
        return id;
    }

    /** Microseconds within the hour at which the entry was to be sent. */
    long stampMicros(ByteBuf bytes) {
        byte name = bytes.getByte(idEnd + 2);
        if (name == 't' && startsWith(bytes, idEnd, TIMESTAMP)) {
            int text = idEnd + TIMESTAMP.length;
            long seconds = number(bytes, text + MINUTES_AT, 2) * 60 + number(bytes, text + SECONDS_AT, 2);
            return seconds * 1_000_000 + number(bytes, text + MICROS_AT, 6);
        }
        if (name == 'u' && startsWith(bytes, idEnd, USER_ID)) {
            return number(bytes, idEnd + USER_ID.length, EPOCH_MICROS_DIGITS) % HOUR_MICROS;
        }
        throw new IllegalStateException("An entry came without its sender's stamp right behind the id.");
    }

    private static long number(ByteBuf bytes, int at, int digits) {
        long value = 0;
        for (int i = at; i < at + digits; i++) {
            value = value * 10 + (bytes.getByte(i) - '0');
        }
        return value;
    }

    private static boolean startsWith(ByteBuf bytes, int at, byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (bytes.getByte(at + i) != text[i]) {
                return false;
            }
        }
        return true;
    }
}
