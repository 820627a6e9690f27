package io.tailrace.bench.scenario;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What a group of clients has lived through that look something up again and again. Safe for any thread. */
final class LookupTally {

    private final Histogram answered = new Histogram(TimeUnit.HOURS.toMicros(1), 3);
    private long gaveUp;
    private long turnedAway;
    private long beats;
    private long moves;
    private long longestSilence;
    private long longestPending;
    private long pending;
    private @Nullable String firstFault;

    /**
     * All of it.
     *
     * @param answered       microseconds from a client's first asking to its answer, giving up in between included
     * @param gaveUp         connections on which nothing was heard for as long as a client waits
     * @param turnedAway     requests that were refused, to be made again later
     * @param beats          signs of life before an answer
     * @param moves          those of them that named another position than the one before
     * @param longestSilence nanoseconds in which a client heard nothing
     * @param pending        look-ups that had no answer at the end
     * @param longestPending nanoseconds for which the longest of these had waited
     * @param firstFault     the first wrong answer or broken stream, empty when there was none
     */
    record Result(
            Histogram answered,
            long gaveUp,
            long turnedAway,
            long beats,
            long moves,
            long longestSilence,
            long pending,
            long longestPending,
            String firstFault) {}

    synchronized void answered(long nanos) {
        answered.recordValue(Math.min(nanos / 1_000, answered.getHighestTrackableValue()));
    }

    synchronized void pending(long nanos) {
        pending++;
        longestPending = Math.max(longestPending, nanos);
    }

    synchronized void gaveUp() {
        gaveUp++;
    }

    synchronized void turnedAway() {
        turnedAway++;
    }

    synchronized void beat(boolean moved) {
        beats++;
        moves += moved ? 1 : 0;
    }

    synchronized void silence(long nanos) {
        longestSilence = Math.max(longestSilence, nanos);
    }

    synchronized void fault(String what) {
        firstFault = firstFault == null ? what : firstFault;
    }

    synchronized Result result() {
        return new Result(
                answered.copy(),
                gaveUp,
                turnedAway,
                beats,
                moves,
                longestSilence,
                pending,
                longestPending,
                firstFault == null ? "" : firstFault);
    }
}
