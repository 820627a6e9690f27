package io.tailrace.entry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing run of UTF-8 bytes that writes JSON in its one canonical form: compact, only {@code " \} and control
 * characters escaped. Equal text is always equal bytes, which is what lets filters compare bytes. Owned by one thread.
 */
public final class JsonBuffer {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** For each ASCII character: 0 if it stands for itself, else the letter after the backslash ('u' for \\u00XX). */
    private static final byte[] ESCAPES = new byte[128];

    static {
        Arrays.fill(ESCAPES, 0, 0x20, (byte) 'u');
        ESCAPES['\b'] = 'b';
        ESCAPES['\t'] = 't';
        ESCAPES['\n'] = 'n';
        ESCAPES['\f'] = 'f';
        ESCAPES['\r'] = 'r';
        ESCAPES['"'] = '"';
        ESCAPES['\\'] = '\\';
    }

    private byte[] bytes;
    private int size;

    public JsonBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    /** The bytes written so far are {@code [0, size)} of this array, until the next write. */
    public byte[] array() {
        return bytes;
    }

    public int size() {
        return size;
    }

    /** Forgets all that was written from this size on. */
    public void truncate(int newSize) {
        size = newSize;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    public JsonBuffer ascii(char c) {
        room(1);
        bytes[size++] = (byte) c;
        return this;
    }

    public JsonBuffer raw(byte[] source) {
        return raw(source, 0, source.length);
    }

    public JsonBuffer raw(byte[] source, int from, int to) {
        room(to - from);
        System.arraycopy(source, from, bytes, size, to - from);
        size += to - from;
        return this;
    }

    /** Writes text that is known to be ASCII, as it is. */
    public JsonBuffer ascii(String text) {
        int length = text.length();
        room(length);
        for (int i = 0; i < length; i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
        return this;
    }

    public JsonBuffer ascii(char[] text, int from, int length) {
        room(length);
        for (int i = from; i < from + length; i++) {
            bytes[size++] = (byte) text[i];
        }
        return this;
    }

    public JsonBuffer number(long value) {
        if (value < 0) {
            return ascii(Long.toString(value));
        }
        int digits = digits(value);
        room(digits);
        long rest = value;
        for (int at = size + digits - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
        return this;
    }

    public JsonBuffer time(long micros) {
        room(Rfc3339.LENGTH);
        Rfc3339.write(micros, bytes, size);
        size += Rfc3339.LENGTH;
        return this;
    }

    /** Writes {@code "text"}, escaped. */
    public JsonBuffer string(String text) {
        ascii('"');
        char[] chars = text.toCharArray();
        escaped(chars, 0, chars.length);
        return ascii('"');
    }

    /**
     * Writes text, escaped, without the quotes around it. Half of a surrogate pair, which UTF-8 cannot say, becomes
     * U+FFFD.
     *
     * @return whether the text is plain: ASCII, with nothing that had to be escaped
     */
    public boolean escaped(char[] text, int from, int length) {
        room(length);
        byte[] out = bytes;
        int at = size - from;
        int end = from + length;
        for (int i = from; i < end; i++) {
            char c = text[i];
            if (c >= 128 || ESCAPES[c] != 0) {
                size = at + i;
                escapedSlowly(text, i, end);
                return false;
            }
            out[at + i] = (byte) c;
        }
        size = at + end;
        return true;
    }

    private void escapedSlowly(char[] text, int from, int end) {
        for (int i = from; i < end; i++) {
            room(6);
            char c = text[i];
            if (c < 128) {
                escapedAscii(c);
            } else if (c < 0x800) {
                bytes[size++] = (byte) (0xC0 | (c >> 6));
                bytes[size++] = (byte) (0x80 | (c & 0x3F));
            } else if (Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(text[i + 1])) {
                int point = Character.toCodePoint(c, text[++i]);
                bytes[size++] = (byte) (0xF0 | (point >> 18));
                bytes[size++] = (byte) (0x80 | ((point >> 12) & 0x3F));
                bytes[size++] = (byte) (0x80 | ((point >> 6) & 0x3F));
                bytes[size++] = (byte) (0x80 | (point & 0x3F));
            } else {
                char kept = Character.isSurrogate(c) ? '\uFFFD' : c;
                bytes[size++] = (byte) (0xE0 | (kept >> 12));
                bytes[size++] = (byte) (0x80 | ((kept >> 6) & 0x3F));
                bytes[size++] = (byte) (0x80 | (kept & 0x3F));
            }
        }
    }

    private void escapedAscii(char c) {
        byte escape = ESCAPES[c];
        if (escape == 0) {
            bytes[size++] = (byte) c;
            return;
        }
        bytes[size++] = '\\';
        bytes[size++] = escape;
        if (escape == 'u') {
            bytes[size++] = '0';
            bytes[size++] = '0';
            bytes[size++] = HEX[c >> 4];
            bytes[size++] = HEX[c & 0xF];
        }
    }

    /** How many decimal digits a number that is not negative has. */
    static int digits(long value) {
        int digits = 1;
        for (long power = 10; digits < 19 && value >= power; power *= 10) {
            digits++;
        }
        return digits;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
