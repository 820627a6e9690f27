package io.tailrace.entry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Checks UTF-8 by the letter: no overlong forms, no surrogates, nothing above U+10FFFF (RFC 3629). */
public final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    /** Set in a byte that is not ASCII, of eight at once. */
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    public static boolean isValid(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (to - at >= Long.BYTES && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
                at += Long.BYTES;
                continue;
            }
            if (bytes[at] >= 0) {
                at++;
                continue;
            }
            int length = sequenceLength(bytes[at] & 0xFF);
            if (length == 0 || at + length > to || !isSecondByteValid(bytes[at] & 0xFF, bytes[at + 1] & 0xFF)) {
                return false;
            }
            for (int i = at + 2; i < at + length; i++) {
                if ((bytes[i] & 0xC0) != 0x80) {
                    return false;
                }
            }
            at += length;
        }
        return true;
    }

    /** Whether no byte is part of a character beyond ASCII. */
    public static boolean isAscii(byte[] bytes, int from, int to) {
        int at = from;
        while (to - at >= Long.BYTES && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        return at == to;
    }

    /** The text as it is once stored: each half of a surrogate pair, which UTF-8 cannot say, becomes U+FFFD. */
    public static String wellFormed(String text) {
        if (text.codePoints().noneMatch(Utf8::isSurrogate)) {
            return text;
        }
        StringBuilder stored = new StringBuilder(text.length());
        text.codePoints().map(point -> isSurrogate(point) ? 0xFFFD : point).forEach(stored::appendCodePoint);
        return stored.toString();
    }

    /** Whether this is half of a surrogate pair without its other half, which is no character. */
    public static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    private static int sequenceLength(int first) {
        if (first >= 0xC2 && first <= 0xDF) {
            return 2;
        }
        if (first >= 0xE0 && first <= 0xEF) {
            return 3;
        }
        return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
    }

    /** The second byte rules out overlong forms, surrogates and what lies above the last code point. */
    private static boolean isSecondByteValid(int first, int second) {
        int low = switch (first) {
            case 0xE0 -> 0xA0;
            case 0xF0 -> 0x90;
            default -> 0x80;
        };
        int high = switch (first) {
            case 0xED -> 0x9F;
            case 0xF4 -> 0x8F;
            default -> 0xBF;
        };
        return second >= low && second <= high;
    }
}
