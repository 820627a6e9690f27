package io.tailrace.bench.report;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The way figures are written: few digits, with their unit. */
public final class Figures {

    private static final double BYTES_PER_MEGABYTE = 1024.0 * 1024.0;

    private Figures() {}

    /** With so many digits behind the point. */
    public static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    /** A whole number. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Mebibytes. */
    public static String megabytes(long bytes) {
        return number((double) bytes / BYTES_PER_MEGABYTE, 1);
    }

    /** A percentile of microseconds, in milliseconds. */
    public static double percentileMillis(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1_000.0;
    }

    /** The five cells p50, p90, p99, p99.9 and max of microseconds, in milliseconds. */
    public static String[] percentiles(Histogram micros) {
        return new String[] {
            millis(micros, 50), millis(micros, 90), millis(micros, 99), millis(micros, 99.9), millis(micros, 100)
        };
    }

    private static String millis(Histogram micros, double percentile) {
        return number(percentileMillis(micros, percentile), 2);
    }
}
