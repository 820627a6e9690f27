package io.tailrace.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A JSON number of any length, compared to others exactly: digit by digit, in one pass over their text and without
 * allocating, so that neither many digits nor a huge exponent costs anything. Immutable.
 */
public final class Decimal {

    /** An exponent beyond this is cut to it. Nothing that fits into an entry has that many digits to make up for it. */
    private static final long MAX_EXPONENT = 1L << 40;

    private static final int MAX_WHOLE_DIGITS = 100;

    private final String text;
    private final byte[] digits;

    private Decimal(String text) {
        this.text = text;
        digits = text.getBytes(UTF_8);
    }

    /** Empty if the text is not a number as JSON writes it. */
    public static Optional<Decimal> parse(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return isNumber(bytes, 0, bytes.length) ? Optional.of(new Decimal(text)) : Optional.empty();
    }

    /** Whether a JSON value, a number or a string that holds one, is a number that stands so to this one. */
    public boolean isStoodTo(Comparison comparison, byte[] bytes, int start, int end) {
        boolean isString = bytes[start] == '"';
        int from = isString ? start + 1 : start;
        int to = isString ? end - 1 : end;
        return isNumber(bytes, from, to) && comparison.holds(compare(bytes, from, to, digits, 0, digits.length));
    }

    /** Whether a JSON number is this one, however either is written. */
    boolean isEqualTo(byte[] bytes, int start, int end) {
        return compare(bytes, start, end, digits, 0, digits.length) == 0;
    }

    /** Its digits without point and exponent, with the sign before them, if it is a whole number and has few of them. */
    public Optional<String> wholeNumber() {
        try {
            BigDecimal number = new BigDecimal(text);
            boolean isFew = Math.abs((long) number.precision() - number.scale()) <= MAX_WHOLE_DIGITS;
            return isFew ? Optional.of(number.toBigIntegerExact().toString()) : Optional.empty();
        } catch (ArithmeticException | NumberFormatException notWhole) {
            return Optional.empty();
        }
    }

    /** Whether these bytes are {@code -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?}. */
    private static boolean isNumber(byte[] bytes, int from, int to) {
        int at = from < to && bytes[from] == '-' ? from + 1 : from;
        int whole = skipDigits(bytes, at, to);
        if (whole == at || (bytes[at] == '0' && whole > at + 1)) {
            return false;
        }
        at = whole;
        if (at < to && bytes[at] == '.') {
            int fraction = skipDigits(bytes, at + 1, to);
            if (fraction == at + 1) {
                return false;
            }
            at = fraction;
        }
        if (at < to && (bytes[at] == 'e' || bytes[at] == 'E')) {
            int sign = at + 1 < to && (bytes[at + 1] == '-' || bytes[at + 1] == '+') ? at + 2 : at + 1;
            at = skipDigits(bytes, sign, to);
            return at == to && at > sign;
        }
        return at == to;
    }

    private static int skipDigits(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && isDigit(bytes[at])) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static int compare(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
        int aFirst = firstSignificant(a, aFrom, aTo);
        int bFirst = firstSignificant(b, bFrom, bTo);
        int aSign = aFirst == aTo ? 0 : a[aFrom] == '-' ? -1 : 1;
        int bSign = bFirst == bTo ? 0 : b[bFrom] == '-' ? -1 : 1;
        if (aSign != bSign || aSign == 0) {
            return Integer.compare(aSign, bSign);
        }
        long aPlace = place(a, aFirst, aFrom, aTo);
        long bPlace = place(b, bFirst, bFrom, bTo);
        int size = aPlace == bPlace ? compareDigits(a, aFirst, aTo, b, bFirst, bTo) : Long.compare(aPlace, bPlace);
        return aSign * size;
    }

    /** Where the first digit above 0 stands, or the end if the number is 0. */
    private static int firstSignificant(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != 'e' && bytes[at] != 'E') {
            if (bytes[at] >= '1' && bytes[at] <= '9') {
                return at;
            }
            at++;
        }
        return to;
    }

    /** The power of ten of the digit that stands here. */
    private static long place(byte[] bytes, int digit, int from, int to) {
        int point = bytes[from] == '-' ? skipDigits(bytes, from + 1, to) : skipDigits(bytes, from, to);
        int end = point < to && bytes[point] == '.' ? skipDigits(bytes, point + 1, to) : point;
        long place = digit < point ? point - digit - 1 : point - digit;
        return place + exponent(bytes, end, to);
    }

    private static long exponent(byte[] bytes, int from, int to) {
        if (from == to) {
            return 0;
        }
        boolean negative = bytes[from + 1] == '-';
        long exponent = 0;
        for (int at = from + 1; at < to; at++) {
            if (isDigit(bytes[at]) && exponent < MAX_EXPONENT) {
                exponent = exponent * 10 + bytes[at] - '0';
            }
        }
        exponent = Math.min(exponent, MAX_EXPONENT);
        return negative ? -exponent : exponent;
    }

    /** Compares digits of the same place and on, as if both went on with zeros. */
    private static int compareDigits(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
        int aAt = aFrom;
        int bAt = bFrom;
        while (true) {
            aAt = aAt < aTo && a[aAt] == '.' ? aAt + 1 : aAt;
            bAt = bAt < bTo && b[bAt] == '.' ? bAt + 1 : bAt;
            boolean aEnded = aAt == aTo || !isDigit(a[aAt]);
            boolean bEnded = bAt == bTo || !isDigit(b[bAt]);
            if (aEnded && bEnded) {
                return 0;
            }
            byte aDigit = aEnded ? (byte) '0' : a[aAt++];
            byte bDigit = bEnded ? (byte) '0' : b[bAt++];
            if (aDigit != bDigit) {
                return Byte.compare(aDigit, bDigit);
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Decimal decimal && text.equals(decimal.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The number as it was given. */
    @Override
    public String toString() {
        return text;
    }
}
