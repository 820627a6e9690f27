package io.tailrace.http.tail;

import io.tailrace.entry.Position;
import io.tailrace.entry.TimeText;
import io.tailrace.filter.FilterException;
import io.tailrace.filter.FilterKeys;
import io.tailrace.stream.Start;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a client asks of a stream in its query parameters.
 *
 * @param filter which entries
 * @param start from where
 */
record TailParameters(FilterKeys filter, Start start) {

    private static final List<String> STARTS = List.of("last", "since", "after");

    /** @throws FilterException if a parameter is unknown or breaks its rule */
    static TailParameters of(MultiMap parameters, InstantSource clock) throws FilterException {
        Map<String, List<String>> filter = new LinkedHashMap<>();
        Start start = new Start.Live();
        String startName = "";
        for (String name : parameters.names()) {
            if (!STARTS.contains(name)) {
                filter.put(name, parameters.getAll(name));
                continue;
            }
            if (!startName.isEmpty() || parameters.getAll(name).size() > 1) {
                throw bad("give one of last, since and after, once");
            }
            startName = name;
            start = start(name, parameters.get(name).strip(), clock);
        }
        return new TailParameters(FilterKeys.of(filter), start);
    }

    private static Start start(String name, String value, InstantSource clock) throws FilterException {
        return switch (name) {
            case "last" -> new Start.Last(count(value));
            case "since" -> new Start.Since(since(value, clock));
            default -> new Start.After(position(value));
        };
    }

    private static long count(String value) throws FilterException {
        if (!value.matches("\\d{1,12}")) {
            throw bad("last must be a whole number, like last=100");
        }
        return Long.parseLong(value);
    }

    static Position position(String value) throws FilterException {
        return Position.parse(value)
                .orElseThrow(() -> bad("after must be a position that this server gave as next, or an entry's id"));
    }

    private static long since(String value, InstantSource clock) throws FilterException {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        return TimeText.moment(value, now).orElseThrow(() -> bad("since must be " + TimeText.MOMENT_RULE));
    }

    private static FilterException bad(String rule) {
        return new FilterException("bad_start", rule);
    }
}
