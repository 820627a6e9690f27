package io.tailrace.bench.report;

/**
 * One figure of a measurement, to be compared with the same one of another run.
 *
 * @param name         with its unit
 * @param moreIsBetter whether a higher value is the better one
 */
public record Score(String name, double value, boolean moreIsBetter) {

    /** A figure of which less is better, as of all but throughput. */
    public static Score cost(String name, double value) {
        return new Score(name, value, false);
    }

    /** A figure of which more is better. */
    public static Score gain(String name, double value) {
        return new Score(name, value, true);
    }
}
