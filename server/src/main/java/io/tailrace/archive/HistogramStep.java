package io.tailrace.archive;

import java.util.stream.LongStream;

/** The lengths that a histogram's buckets get if nobody asks for one: those that people read well. */
final class HistogramStep {

    static final int MAX_BUCKETS = 5000;

    /** With the steps as they are, there are then about 60 buckets in the mean. */
    private static final int WANTED_BUCKETS = 80;

    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long CENTURY = 36_500 * DAY;

    private static final long[] STEPS_MILLIS = {
        1,
        2,
        5,
        10,
        20,
        50,
        100,
        200,
        500,
        SECOND,
        2 * SECOND,
        5 * SECOND,
        10 * SECOND,
        15 * SECOND,
        30 * SECOND,
        MINUTE,
        2 * MINUTE,
        5 * MINUTE,
        10 * MINUTE,
        15 * MINUTE,
        30 * MINUTE,
        HOUR,
        2 * HOUR,
        3 * HOUR,
        6 * HOUR,
        12 * HOUR,
        DAY,
        2 * DAY,
        7 * DAY,
        30 * DAY,
        90 * DAY,
        365 * DAY,
        3650 * DAY,
        CENTURY
    };

    private HistogramStep() {}

    /** The step, in microseconds, for about 60 buckets between two times. */
    static long chosen(long first, long last) {
        return shortest(first, last, WANTED_BUCKETS);
    }

    /** The shortest step, in microseconds, that is allowed between two times. */
    static long allowed(long first, long last) {
        return shortest(first, last, MAX_BUCKETS);
    }

    private static long shortest(long first, long last, int mostBuckets) {
        return LongStream.of(STEPS_MILLIS)
                .map(millis -> millis * 1000)
                .filter(step -> buckets(first, last, step) <= mostBuckets)
                .findFirst()
                .orElse(CENTURY * 1000);
    }

    /** How many buckets of a step there are between two times, both inclusive. */
    static long buckets(long first, long last, long step) {
        return Math.floorDiv(last, step) - Math.floorDiv(first, step) + 1;
    }
}
