package io.tailrace.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Bytes to find in other bytes. Takes time in proportion to what is searched, whatever either holds: it tries each place,
 * and when that was in vain too often, goes on by the table of Knuth, Morris and Pratt. Immutable.
 */
final class Needle {

    /** How often a byte may be looked at in vain, for each one that was passed, before the table is used. */
    private static final int PATIENCE = 2;

    private final byte[] bytes;

    /** For each length of a beginning of the bytes, less one: how long its longest other beginning is that also ends it. */
    private final char[] borders;

    private Needle(byte[] bytes) {
        this.bytes = bytes;
        borders = new char[bytes.length];
        int border = 0;
        for (int i = 1; i < bytes.length; i++) {
            while (border > 0 && bytes[i] != bytes[border]) {
                border = borders[border - 1];
            }
            border += bytes[i] == bytes[border] ? 1 : 0;
            borders[i] = (char) border;
        }
    }

    /** The bytes of a text of at most a few thousand characters. */
    static Needle of(String text) {
        return new Needle(text.getBytes(UTF_8));
    }

    int length() {
        return bytes.length;
    }

    boolean isIn(byte[] text, int from, int to, boolean fold) {
        return find(text, from, to, fold) >= 0;
    }

    /**
     * Where the bytes are first found, or -1.
     *
     * @param fold whether capital ASCII letters of the text are taken for small ones
     */
    int find(byte[] text, int from, int to, boolean fold) {
        if (bytes.length == 0) {
            return from;
        }
        byte first = bytes[0];
        int inVain = 0;
        for (int start = from, last = to - bytes.length; start <= last; start++) {
            if (at(text, start, fold) == first) {
                int same = same(text, start, fold);
                if (same == bytes.length) {
                    return start;
                }
                inVain += same - 1;
                if (inVain > PATIENCE * (start - from) + bytes.length) {
                    return findByTable(text, start + 1, to, fold);
                }
            }
        }
        return -1;
    }

    private int findByTable(byte[] text, int from, int to, boolean fold) {
        int same = 0;
        for (int place = from; place < to; place++) {
            byte b = at(text, place, fold);
            while (same > 0 && b != bytes[same]) {
                same = borders[same - 1];
            }
            same += b == bytes[same] ? 1 : 0;
            if (same == bytes.length) {
                return place + 1 - bytes.length;
            }
        }
        return -1;
    }

    boolean isAt(byte[] text, int start, boolean fold) {
        return same(text, start, fold) == bytes.length;
    }

    /** How many bytes from a place on are the same. */
    private int same(byte[] text, int start, boolean fold) {
        int same = 0;
        while (same < bytes.length && at(text, start + same, fold) == bytes[same]) {
            same++;
        }
        return same;
    }

    private static byte at(byte[] text, int place, boolean fold) {
        return fold ? lowerAscii(text[place]) : text[place];
    }

    private static byte lowerAscii(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
    }
}
