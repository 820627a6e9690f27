package io.tailrace.entry;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.OptionalLong;

/** Times as microseconds since 1970 in UTC and as RFC 3339 text, {@code 2026-11-22T10:30:00.123456Z}. */
public final class Rfc3339 {

    /** The length of every time that {@link #write} makes, in bytes. */
    public static final int LENGTH = 27;

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
    private static final long MIN = LocalDate.of(1, 1, 1).toEpochDay() * MICROS_PER_DAY;
    private static final long MAX = LocalDate.of(9999, 12, 31).plusDays(1).toEpochDay() * MICROS_PER_DAY - 1;

    /** Numbers that no unit makes a time of, and such as are no time to a microsecond: not worth to be read exactly. */
    private static final double MAX_NUMBER = 1e21;

    private static final double MIN_NUMBER = 1e-6;
    private static final int MAX_NUMBER_LENGTH = 100;

    private Rfc3339() {}

    /** Whether the time has a four-digit year, so that it can be written. */
    public static boolean isWritable(long micros) {
        return micros >= MIN && micros <= MAX;
    }

    /** This time, or the nearest one to it that is writable. */
    public static long nearestWritable(long micros) {
        return Math.clamp(micros, MIN, MAX);
    }

    /** Writes a time as {@value #LENGTH} bytes of ASCII. It must be writable. */
    public static void write(long micros, byte[] out, int at) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(micros, MICROS_PER_DAY));
        long ofDay = Math.floorMod(micros, MICROS_PER_DAY);
        int second = (int) (ofDay / MICROS_PER_SECOND);
        digits(date.getYear(), 4, out, at);
        out[at + 4] = '-';
        digits(date.getMonthValue(), 2, out, at + 5);
        out[at + 7] = '-';
        digits(date.getDayOfMonth(), 2, out, at + 8);
        out[at + 10] = 'T';
        digits(second / 3600, 2, out, at + 11);
        out[at + 13] = ':';
        digits(second / 60 % 60, 2, out, at + 14);
        out[at + 16] = ':';
        digits(second % 60, 2, out, at + 17);
        out[at + 19] = '.';
        digits((int) (ofDay % MICROS_PER_SECOND), 6, out, at + 20);
        out[at + 26] = 'Z';
    }

    /** Reads a time that {@link #write} wrote. */
    static long read(byte[] bytes, int at) {
        long day = epochDay(number(bytes, at, 4), number(bytes, at + 5, 2), number(bytes, at + 8, 2));
        long second = number(bytes, at + 11, 2) * 3600L + number(bytes, at + 14, 2) * 60L + number(bytes, at + 17, 2);
        return day * MICROS_PER_DAY + second * MICROS_PER_SECOND + number(bytes, at + 20, 6);
    }

    /**
     * The days since 1970 of a date that there is, without an object for it, as filters ask this of every entry. Years are
     * taken to begin in March here, so that a leap day is the last of its year.
     */
    private static long epochDay(int year, int month, int day) {
        int marchYear = month > 2 ? year : year - 1;
        int marchMonth = month > 2 ? month - 3 : month + 9;
        int dayOfYear = (153 * marchMonth + 2) / 5 + day - 1;
        int leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400;
        return 365L * marchYear + leapDays + dayOfYear - 719_468;
    }

    private static int number(byte[] bytes, int at, int count) {
        int value = 0;
        for (int i = at; i < at + count; i++) {
            value = value * 10 + bytes[i] - '0';
        }
        return value;
    }

    public static String format(long micros) {
        byte[] out = new byte[LENGTH];
        write(micros, out, 0);
        return new String(out, java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** Reads a date and time with an offset; finer than microseconds is cut off. Empty if it is none. */
    public static OptionalLong parse(CharSequence text) {
        int length = text.length();
        if (length < 20
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || "Tt ".indexOf(text.charAt(10)) < 0
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return OptionalLong.empty();
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        int at = 19;
        long fraction = 0;
        if (text.charAt(at) == '.' || text.charAt(at) == ',') {
            int start = ++at;
            long scale = MICROS_PER_SECOND;
            for (; at < length && isDigit(text.charAt(at)); at++) {
                scale /= 10;
                fraction += scale * (text.charAt(at) - '0');
            }
            if (at == start) {
                return OptionalLong.empty();
            }
        }
        int offset = offsetSeconds(text, at);
        if ((year | month | day | hour | minute | second) < 0 || second > 60 || offset == NO_OFFSET) {
            return OptionalLong.empty();
        }
        return compose(year, month, day, hour, minute, second, fraction, offset);
    }

    private static OptionalLong compose(
            int year, int month, int day, int hour, int minute, int second, long fraction, int offset) {
        try {
            long ofDay = (long) LocalTime.of(hour, minute).toSecondOfDay() + second - offset;
            long micros =
                    LocalDate.of(year, month, day).toEpochDay() * MICROS_PER_DAY + ofDay * MICROS_PER_SECOND + fraction;
            return isWritable(micros) ? OptionalLong.of(micros) : OptionalLong.empty();
        } catch (DateTimeException noSuchDay) {
            return OptionalLong.empty();
        }
    }

    private static final int NO_OFFSET = Integer.MIN_VALUE;

    private static int offsetSeconds(CharSequence text, int at) {
        int length = text.length();
        if (at == length - 1 && (text.charAt(at) == 'Z' || text.charAt(at) == 'z')) {
            return 0;
        }
        if (at != length - 6 || "+-".indexOf(text.charAt(at)) < 0 || text.charAt(at + 3) != ':') {
            return NO_OFFSET;
        }
        int hours = number(text, at + 1, at + 3);
        int minutes = number(text, at + 4, at + 6);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return NO_OFFSET;
        }
        int seconds = hours * 3600 + minutes * 60;
        return text.charAt(at) == '-' ? -seconds : seconds;
    }

    /**
     * Reads a JSON number as a time. Its size tells the unit: below 10^11 it is seconds, below 10^14 milliseconds, below
     * 10^17 microseconds, else nanoseconds; finer than microseconds is cut off. Empty if the year would not have four
     * digits.
     */
    public static OptionalLong fromNumber(String text) {
        double size = Math.abs(Double.parseDouble(text));
        if (size > MAX_NUMBER || text.length() > MAX_NUMBER_LENGTH) {
            return OptionalLong.empty();
        }
        if (size < MIN_NUMBER) {
            return OptionalLong.of(0);
        }
        BigDecimal value = new BigDecimal(text);
        int digits = value.precision() - value.scale();
        int shift = digits <= 11 ? 6 : digits <= 14 ? 3 : digits <= 17 ? 0 : -3;
        long micros =
                value.movePointRight(shift).setScale(0, RoundingMode.FLOOR).longValueExact();
        return isWritable(micros) ? OptionalLong.of(micros) : OptionalLong.empty();
    }

    /** The digits from start to end as a number, or -1 if one of them is none. */
    private static int number(CharSequence text, int start, int end) {
        int value = 0;
        for (int at = start; at < end; at++) {
            if (!isDigit(text.charAt(at))) {
                return -1;
            }
            value = value * 10 + text.charAt(at) - '0';
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static void digits(int value, int count, byte[] out, int at) {
        int rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
