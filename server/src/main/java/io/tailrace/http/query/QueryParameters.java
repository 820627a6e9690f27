package io.tailrace.http.query;

import io.tailrace.entry.TimeText;
import io.tailrace.filter.Filter;
import io.tailrace.filter.FilterBudget;
import io.tailrace.filter.FilterException;
import io.tailrace.filter.FilterKeys;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of one request to a route that takes some of its own beside the filter keys. Whatever breaks its
 * rule is refused, never ignored. Owns the memory that its filter takes of the budget, until it is closed or that is handed to
 * the answer.
 */
final class QueryParameters implements AutoCloseable {

    static final String FROM = "from";
    static final String TO = "to";

    private final Map<String, String> own = new LinkedHashMap<>();
    private final FilterKeys keys;
    private Optional<FilterBudget.Lease> lease;
    private final long now;

    /**
     * Reads them.
     *
     * @param names the route's own parameters, each to be given once at most
     * @throws FilterException if a filter key has a bad value, or there is no room for the filter now
     * @throws BadQuery if a parameter is none of the route's, or is given more than once
     */
    QueryParameters(MultiMap given, List<String> names, FilterBudget filters, InstantSource clock)
            throws FilterException, BadQuery {
        Map<String, List<String>> filter = new LinkedHashMap<>();
        for (String name : given.names()) {
            List<String> values = given.getAll(name);
            if (names.contains(name)) {
                if (values.size() > 1) {
                    throw bad(name, "must be given once");
                }
                own.put(name, values.getFirst().strip());
            } else if (FilterKeys.isKey(name)) {
                filter.put(name, values);
            } else {
                throw unknown(name, names);
            }
        }
        now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        FilterBudget.Lease taken = filters.take(FilterKeys.of(filter)).orElseThrow(FilterBudget::refusal);
        lease = Optional.of(taken);
        keys = taken.keys();
    }

    /** Hands the filter's memory to an answer that is under way, which gives it back however it ends. */
    <T> Future<T> heldUntil(Future<T> answer) {
        Optional<FilterBudget.Lease> held = lease;
        lease = Optional.empty();
        return answer.onComplete(_ -> held.ifPresent(FilterBudget.Lease::close));
    }

    @Override
    public void close() {
        lease.ifPresent(FilterBudget.Lease::close);
    }

    private static BadQuery unknown(String name, List<String> names) {
        String shown = name.length() <= 60 ? name : name.substring(0, 60) + "…";
        List<String> known =
                Stream.concat(names.stream(), FilterKeys.NAMES.stream()).toList();
        return new BadQuery(
                "unknown_key", "unknown parameter \"" + shown + "\"; here are taken " + String.join(", ", known));
    }

    static BadQuery bad(String name, String rule) {
        return new BadQuery("bad_parameter", name + " " + rule);
    }

    /** The filter keys, without the range of times. */
    FilterKeys keys() {
        return keys;
    }

    /** What the filter keys and the range of times say together. */
    Filter filter(TimeRange range) {
        return range.and(keys.filter());
    }

    /**
     * A range over {@code timestamp}, in microseconds.
     *
     * @param from inclusive; empty for no bound
     * @param to exclusive; empty for no bound
     */
    record TimeRange(OptionalLong from, OptionalLong to) {

        /** What matches within it. */
        Filter and(Filter filter) {
            List<Filter> parts = new ArrayList<>();
            from.ifPresent(micros -> parts.add(new Filter.TimestampFrom(micros)));
            to.ifPresent(micros -> parts.add(new Filter.TimestampBefore(micros)));
            if (parts.isEmpty()) {
                return filter;
            }
            if (!(filter instanceof Filter.Everything)) {
                parts.add(filter);
            }
            return parts.size() == 1 ? parts.getFirst() : new Filter.And(parts);
        }
    }

    TimeRange range() throws BadQuery {
        TimeRange range = new TimeRange(moment(FROM), moment(TO));
        if (range.from.isPresent() && range.to.isPresent() && range.from.getAsLong() >= range.to.getAsLong()) {
            throw new BadQuery("bad_range", "from must be before to");
        }
        return range;
    }

    private OptionalLong moment(String name) throws BadQuery {
        String text = own.get(name);
        if (text == null) {
            return OptionalLong.empty();
        }
        OptionalLong moment = TimeText.moment(text, now);
        if (moment.isEmpty()) {
            throw bad(name, "must be " + TimeText.MOMENT_RULE);
        }
        return moment;
    }

    /** A duration in microseconds; empty if it is not given. */
    OptionalLong duration(String name) throws BadQuery {
        String text = own.get(name);
        if (text == null) {
            return OptionalLong.empty();
        }
        OptionalLong duration = TimeText.duration(text);
        if (duration.orElse(0) == 0) {
            throw bad(name, "must be " + TimeText.DURATION_RULE + ", and longer than nothing");
        }
        return duration;
    }

    /** A whole number between two bounds, or the default if it is not given. */
    long number(String name, long otherwise, long least, long most) throws BadQuery {
        String text = own.get(name);
        if (text == null) {
            return otherwise;
        }
        if (text.matches("[+-]?\\d{1,18}")) {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw bad(name, "must be a whole number from " + least + " to " + most);
    }

    /** A text, or null if it is not given. */
    @Nullable
    String text(String name) {
        return own.get(name);
    }

    /** One of some words, or the first of them if it is not given. */
    String word(String name, List<String> words) throws BadQuery {
        String text = own.getOrDefault(name, words.getFirst());
        if (!words.contains(text)) {
            throw bad(name, "must be " + String.join(" or ", words));
        }
        return text;
    }
}
