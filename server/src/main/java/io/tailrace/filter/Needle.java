package io.tailrace.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bytes to find in other bytes. Takes time in proportion to what is searched, whatever either holds: it tries each place at
 * which its rarest byte stands, which are looked for eight at once, and when that was in vain too often, goes on by the table
 * of Knuth, Morris and Pratt. Immutable.
 */
final class Needle {

    /** How often a byte may be looked at in vain, for each one that was passed, before the table is used. */
    private static final int PATIENCE = 2;

    /** What stands in log entries, the most frequent first. */
    private static final String FREQUENT = "\"e:,atinosr0dlc1mu2-hp3.4gf5697y8b_v{}[]/w =+jxkqz";

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = ONES << 7;

    /** Set in a small ASCII letter and not in its capital. */
    private static final int SMALL = 0x20;

    private final byte[] bytes;

    /** Where the rarest of them stands. */
    private final int rarest;

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
        rarest = rarest(bytes);
    }

    private static int rarest(byte[] bytes) {
        int found = 0;
        int least = Integer.MIN_VALUE;
        for (int i = 0; i < bytes.length; i++) {
            int place = FREQUENT.indexOf(bytes[i]);
            int rarity = place < 0 ? FREQUENT.length() / 2 : place;
            if (rarity > least) {
                found = i;
                least = rarity;
            }
        }
        return found;
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
        int last = to - bytes.length + rarest;
        int inVain = 0;
        for (int place = next(text, from + rarest, last, fold); place <= last; ) {
            int start = place - rarest;
            int same = same(text, start, fold);
            if (same == bytes.length) {
                return start;
            }
            inVain += same;
            if (inVain > PATIENCE * (start - from) + bytes.length) {
                return findByTable(text, start + 1, to, fold);
            }
            place = next(text, place + 1, last, fold);
        }
        return -1;
    }

    /** The next place at which the rarest byte stands, or one behind the last place. */
    private int next(byte[] text, int from, int last, boolean fold) {
        byte wanted = bytes[rarest];
        boolean eitherCase = fold && wanted >= 'a' && wanted <= 'z';
        long wantedOnes = (wanted & 0xFF) * ONES;
        long small = eitherCase ? SMALL * ONES : 0;
        int at = from;
        for (; at <= last - 7; at += Long.BYTES) {
            long differences = ((long) LONGS.get(text, at) | small) ^ wantedOnes;
            long equal = (differences - ONES) & ~differences & HIGH_BITS;
            if (equal != 0) {
                return at + Long.numberOfTrailingZeros(equal) / Byte.SIZE;
            }
        }
        while (at <= last && (eitherCase ? (byte) (text[at] | SMALL) : text[at]) != wanted) {
            at++;
        }
        return at;
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
