package io.tailrace.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tailrace.fault.Faults;
import io.tailrace.fault.LastWork;
import io.tailrace.log.QueryStopped;
import io.tailrace.log.RunningQuery;
import java.io.Closeable;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The threads that read the history for streams, so many at once, with a bounded queue before them. What takes long goes in
 * steps and queues anew for each, so all that is asked for comes along equally fast. Any thread may ask.
 */
public final class Readers implements Closeable {

    private final ThreadPoolExecutor threads;
    private final int most;
    private final Faults faults;
    private final Set<Reading<?>> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger places = new AtomicInteger();
    private final Counter refused;

    /**
     * @param name of its metrics, such as {@code stream.lookups}
     * @param atOnce how many steps are taken at once
     * @param most how much may be under way, waiting included; more is refused
     * @param factory makes the threads
     */
    public Readers(String name, int atOnce, int most, ThreadFactory factory, Faults faults, MeterRegistry meters) {
        this.most = most;
        this.faults = faults;
        threads = new ThreadPoolExecutor(atOnce, atOnce, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        threads.allowCoreThreadTimeOut(true);
        String prefix = "tailrace." + name;
        Gauge.builder(prefix, places, AtomicInteger::get)
                .description("Reads of the archive for streams that are under way, waiting ones included")
                .register(meters);
        Gauge.builder(prefix + ".max", () -> most)
                .description("How many reads of this kind may be under way")
                .register(meters);
        refused = Counter.builder(prefix + ".refused")
                .description("Reads of the archive for streams that found no place")
                .register(meters);
    }

    /** Whether no more can be asked for at present. */
    public boolean isFull() {
        return places.get() >= most;
    }

    /**
     * Has something read.
     *
     * @param loop where the answer is taken
     * @param step takes a step and says what was found, or nothing if there is more to do
     * @return what was begun; empty if there is no place
     */
    <T> Optional<Reading<T>> ask(Executor loop, Function<RunningQuery, Optional<T>> step, Reading.Answer<T> answer) {
        if (places.incrementAndGet() > most) {
            places.decrementAndGet();
            refused.increment();
            return Optional.empty();
        }
        Reading<T> reading = new Reading<>(threads, loop, step, answer, faults, this::ended);
        open.add(reading);
        threads.execute(reading);
        return Optional.of(reading);
    }

    private void ended(Reading<?> reading) {
        open.remove(reading);
        places.decrementAndGet();
    }

    /** Stops again what was stopped and has not ended. To be called about ten times a second. */
    void stopAgain() {
        open.forEach(Reading::stopAgain);
    }

    /** Stops everything and waits until it has ended, for a few seconds at most. */
    @Override
    public void close() {
        open.forEach(reading -> reading.stop(QueryStopped.Why.SHUTTING_DOWN));
        LastWork.finish(threads);
    }
}
