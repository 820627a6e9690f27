package io.tailrace.filter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The memory that all filters may take together, of all streams and of the questions under way. Whoever is to evaluate a
 * filter takes it here first, uses {@link Lease#keys} in place of what was parsed, and closes the lease when it is done
 * with it; there is one owner of each lease. Equal filters are held once, and so are equal regular expressions of filters
 * that differ: a thousand clients who watch for the same take what one does. Any thread may call.
 *
 * <p>A stream is wired so:
 *
 * <ol>
 *   <li>When it is asked for, after its parameters are parsed and before the upgrade or the head of the answer: {@code
 *       take(parameters.filter())}. Empty: answer {@code Answers.refusal(response, FilterBudget.refusal())}, which is 503
 *       {@code too_many_filters} with {@code Retry-After}.
 *   <li>Whoever owns the subscription owns the lease, subscribes with {@code lease.keys()}, and closes the lease with the
 *       subscription, whichever way it ends; also if the upgrade or the subscription fails.
 *   <li>For another filter: {@code take} the new one first. Empty: send the client {@code refusal()} as an {@code error}
 *       message, and the old filter stays. Else change the subscription's filter to {@code lease.keys()}, keep the new lease,
 *       and close the old one.
 * </ol>
 */
public final class FilterBudget {

    /** The code of a refusal. */
    public static final String REFUSED = "too_many_filters";

    /** Filters above this must leave a quarter of the budget to those below. */
    private static final long LARGE_BYTES = 32 << 10;

    private final long maxBytes;
    private final int evaluators;
    private final Counter refused;

    // Guarded by this.
    private final Map<FilterKeys, Held> held = new HashMap<>();
    private final Map<MessageRegex, HeldRegex> regexes = new HashMap<>();
    private long bytes;

    /**
     * @param maxBytes what all filters may take
     * @param evaluators how many threads evaluate filters, each of which may leave a machine of its own in an expression
     */
    public FilterBudget(long maxBytes, int evaluators, MeterRegistry meters) {
        this.maxBytes = maxBytes;
        this.evaluators = evaluators;
        refused = Counter.builder("tailrace.filter.refused")
                .description("Streams, changes of a filter and queries refused because filters took --max-filter-bytes")
                .register(meters);
        Gauge.builder("tailrace.filter.bytes", this::bytes)
                .description("Memory that the filters of all streams and running queries take, estimated")
                .register(meters);
        Gauge.builder("tailrace.filter.max.bytes", () -> maxBytes)
                .description("The most that filters may take, as --max-filter-bytes says")
                .register(meters);
        Gauge.builder("tailrace.filter.distinct", this::distinct)
                .description("Different filters of all streams and running queries")
                .register(meters);
    }

    /** What a client is told whose filter was not taken. */
    public static FilterException refusal() {
        return new FilterException(
                REFUSED,
                "the filters of all clients together take the memory that the server has for them; try again later, or"
                        + " with fewer or shorter regular expressions (the server's --max-filter-bytes sets the bound)");
    }

    /** Takes a filter; empty if there is no room for it. */
    public synchronized Optional<Lease> take(FilterKeys keys) {
        Held known = held.get(keys);
        if (known == null) {
            known = new Held(keys);
        }
        long more = known.bytesForOneMore();
        long limit = more > LARGE_BYTES ? maxBytes - maxBytes / 4 : maxBytes;
        if (bytes + more > limit) {
            refused.increment();
            return Optional.empty();
        }
        bytes += more;
        known.hold();
        return Optional.of(new Lease(known));
    }

    synchronized long bytes() {
        return bytes;
    }

    private synchronized int distinct() {
        return held.size();
    }

    private synchronized void giveBack(Held filter) {
        bytes -= filter.release();
    }

    /** A filter that was taken, until this is closed. Any thread may close it, and closing it again does nothing. */
    public final class Lease implements AutoCloseable {

        private final Held filter;
        private boolean closed;

        private Lease(Held filter) {
            this.filter = filter;
        }

        /** The filter to use: it says the same as what was taken, and may be shared with others. */
        public FilterKeys keys() {
            return filter.keys;
        }

        @Override
        public void close() {
            synchronized (FilterBudget.this) {
                if (!closed) {
                    closed = true;
                    giveBack(filter);
                }
            }
        }
    }

    /** One filter, and how many hold it. */
    private final class Held {

        private final FilterKeys keys;
        private final long ownBytes;
        private final List<HeldRegex> itsRegexes = new ArrayList<>();
        private int holders;

        /** A filter that nobody holds yet, made of expressions that others hold where there are such. */
        Held(FilterKeys given) {
            Set<MessageRegex> distinct = new LinkedHashSet<>();
            FilterSize.collectRegexes(given.filter(), distinct);
            Map<MessageRegex, MessageRegex> shared = new HashMap<>();
            for (MessageRegex regex : distinct) {
                HeldRegex known = regexes.getOrDefault(regex, new HeldRegex(regex));
                itsRegexes.add(known);
                shared.put(regex, known.regex);
            }
            keys = shared.isEmpty()
                    ? given
                    : given.with(sharing(given.filter(), regex -> shared.getOrDefault(regex, regex)));
            ownBytes = keys.bytes();
        }

        long bytesForOneMore() {
            long more = holders == 0 ? ownBytes : 0;
            for (HeldRegex regex : itsRegexes) {
                more += regex.bytes(regex.holders + 1) - regex.bytes(regex.holders);
            }
            return more;
        }

        void hold() {
            if (holders++ == 0) {
                held.put(keys, this);
            }
            for (HeldRegex regex : itsRegexes) {
                if (regex.holders++ == 0) {
                    regexes.put(regex.regex, regex);
                }
            }
        }

        /** One holder less; says how many bytes that gives back. */
        long release() {
            long less = 0;
            for (HeldRegex regex : itsRegexes) {
                less += regex.bytes(regex.holders) - regex.bytes(regex.holders - 1);
                if (--regex.holders == 0) {
                    regexes.remove(regex.regex);
                } else {
                    regex.regex.forgetMachines();
                }
            }
            if (--holders == 0) {
                held.remove(keys);
                less += ownBytes;
            }
            return less;
        }
    }

    /** One regular expression, and how many filters' holders use it. */
    private final class HeldRegex {

        private final MessageRegex regex;
        private int holders;

        HeldRegex(MessageRegex regex) {
            this.regex = regex;
        }

        /** What it takes with so many holders: each may use it on its loop, and one more on a worker. */
        long bytes(int ofHolders) {
            return ofHolders == 0 ? 0 : regex.bytes(Math.min(ofHolders + 1, evaluators));
        }
    }

    private static Filter sharing(Filter filter, UnaryOperator<MessageRegex> shared) {
        return switch (filter) {
            case Filter.And(List<Filter> parts) -> new Filter.And(sharingAll(parts, shared));
            case Filter.Or(List<Filter> parts) -> new Filter.Or(sharingAll(parts, shared));
            case Filter.Not(Filter part) -> new Filter.Not(sharing(part, shared));
            case Filter.MessageMatches(MessageRegex regex) -> new Filter.MessageMatches(shared.apply(regex));
            default -> filter;
        };
    }

    private static List<Filter> sharingAll(List<Filter> parts, UnaryOperator<MessageRegex> shared) {
        return parts.stream().map(part -> sharing(part, shared)).toList();
    }
}
