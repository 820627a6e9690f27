package io.tailrace.cli.send;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How far the sources were read, so that a person whom a signal leaves in the middle knows what was not sent. Moved on by the
 * reading thread, asked by the sending one.
 */
final class Remainder {

    private static final int MOST_NAMED = 10;

    private final List<Source> sources;

    /** Of each source the last line that became an entry to send; 0: none. */
    private final AtomicLongArray lastEntries;

    private final AtomicInteger reading = new AtomicInteger();

    Remainder(List<Source> sources) {
        this.sources = List.copyOf(sources);
        lastEntries = new AtomicLongArray(sources.size());
    }

    /** An entry, or the last line of it, and where it came from. */
    record Place(String source, long line) {

        /** Such as {@code app.log:12}. */
        String words() {
            return source.equals(Source.STDIN) ? "line " + line : source + ":" + line;
        }
    }

    /** The line of the source that is being read became an entry. */
    void read(long line) {
        lastEntries.set(reading.get(), line);
    }

    /** The source was read to its end. */
    void sourceEnded() {
        reading.incrementAndGet();
    }

    /** Whether what is being read can be read at any time, unlike a pipe, on which the reading thread may wait for ever. */
    boolean isInFile() {
        int at = reading.get();
        return at < sources.size() && sources.get(at).isFile();
    }

    /**
     * What the server has not got, in words; empty if it has everything. What has not yet come out of a pipe is not missing.
     *
     * @param stored the last place up to which it has everything
     */
    Optional<String> behind(Optional<Place> stored) {
        int first = stored.map(place -> indexOf(place.source())).orElse(0);
        int begun = reading.get();
        List<String> missing = new ArrayList<>();
        for (int at = first; at < sources.size(); at++) {
            Source source = sources.get(at);
            long from = at == first ? stored.map(Place::line).orElse(0L) + 1 : 1;
            boolean readsOn = at > begun || (at == begun && source.isFile());
            if (readsOn || from <= lastEntries.get(at)) {
                missing.add(from == 1 ? source.name() : source.name() + " from " + source.unit() + " " + from + " on");
            }
        }
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        String more = missing.size() > MOST_NAMED ? " and " + (missing.size() - MOST_NAMED) + " more" : "";
        return Optional.of("not sent: " + String.join(", ", missing.subList(0, Math.min(MOST_NAMED, missing.size())))
                + more);
    }

    private int indexOf(String name) {
        for (int at = sources.size() - 1; at > 0; at--) {
            if (sources.get(at).name().equals(name)) {
                return at;
            }
        }
        return 0;
    }
}
