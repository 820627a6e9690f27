package io.tailrace.bench.scenario;

import io.tailrace.bench.report.Score;
import java.util.List;
import java.util.concurrent.Callable;

/** A scenario whose figures can be compared with those of another server. */
interface Measured extends Callable<Integer> {

    /** What the run has measured, the same names in the same order each time; empty when it failed. */
    List<Score> scores();
}
