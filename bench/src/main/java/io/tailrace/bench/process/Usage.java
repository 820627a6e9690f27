package io.tailrace.bench.process;

import java.util.Map;
import java.util.TreeMap;

/**
 * CPU time used during a stretch of a run.
 *
 * @param nanos     length of the stretch
 * @param server    CPU nanoseconds of the process that is measured
 * @param generator CPU nanoseconds of the bench itself
 * @param others    CPU nanoseconds of everything else on the machine: noise
 * @param threads   CPU nanoseconds of the measured process's threads
 */
public record Usage(long nanos, long server, long generator, long others, Map<String, Long> threads) {

    private static final double QUIET_CORES = 0.1;

    /** CPU time so far of a process, of this one, and of the machine. */
    public record Mark(long pid, long at, long server, long generator, long machine, Map<String, Long> threads) {

        /** Reads all counters now. */
        public static Mark now(long pid) {
            return new Mark(
                    pid,
                    System.nanoTime(),
                    Proc.cpuNanos(pid),
                    Proc.cpuNanos(ProcessHandle.current().pid()),
                    Proc.machineBusyNanos(),
                    Proc.cpuNanosByThread(pid));
        }

        /** What was used since this mark. */
        public Usage used() {
            Mark end = now(pid);
            long ofServer = end.server - server;
            long ofGenerator = end.generator - generator;
            Map<String, Long> ofThreads = new TreeMap<>();
            end.threads.forEach((name, nanos) -> ofThreads.put(name, nanos - threads.getOrDefault(name, 0L)));
            return new Usage(
                    end.at - at,
                    ofServer,
                    ofGenerator,
                    Math.max(0, end.machine - machine - ofServer - ofGenerator),
                    ofThreads);
        }
    }

    /** CPU time as a number of processors kept busy. */
    public double cores(long cpuNanos) {
        return (double) cpuNanos / nanos;
    }

    /** Whether other programs took too little to matter. */
    public boolean quiet() {
        return cores(others) <= QUIET_CORES;
    }

    /** This stretch and another one together. */
    public Usage plus(Usage other) {
        Map<String, Long> both = new TreeMap<>(threads);
        other.threads.forEach((name, spent) -> both.merge(name, spent, Long::sum));
        return new Usage(
                nanos + other.nanos, server + other.server, generator + other.generator, others + other.others, both);
    }
}
