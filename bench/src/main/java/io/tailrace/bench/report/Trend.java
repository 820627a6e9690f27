package io.tailrace.bench.report;

import java.util.List;

/**
 * Whether a figure that is sampled again and again stays level: the median of the first third beside that of the last.
 *
 * @param first median of the first third of the samples
 * @param last  median of the last third
 */
public record Trend(double first, double last) {

    /** Fewer samples tell nothing. */
    public static final int LEAST_SAMPLES = 6;

    /** Of samples in the order of time, at least {@link #LEAST_SAMPLES}. */
    public static Trend of(List<Double> samples) {
        if (samples.size() < LEAST_SAMPLES) {
            throw new IllegalArgumentException("Of " + samples.size() + " samples nobody can tell a trend.");
        }
        int third = samples.size() / 3;
        return new Trend(
                median(samples.subList(0, third)), median(samples.subList(samples.size() - third, samples.size())));
    }

    /** Whether the last third is at most so many times the first, and a slack that does not depend on it. */
    public boolean flat(double factor, double slack) {
        return !(last > first * factor + slack);
    }

    /** The middle one of some values, or what is between the middle two. */
    public static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
