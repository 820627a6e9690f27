package io.tailrace.filter;

import io.tailrace.entry.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Puts filters together in a canonical way: nested parts are flattened, equal ones are kept once, and the rest is in a
 * fixed order, what is cheap to ask before what is dear. So equal wishes become equal filters. Holds no state.
 */
final class Combination {

    private static final Filter EVERYTHING = new Filter.Everything();
    private static final Filter NOTHING = new Filter.Nothing();

    private Combination() {}

    /** Where a filter stands among others: what is cheap to ask first, then by its text, which is written once. */
    private record Place(int cost, String text) implements Comparable<Place> {

        private static final Comparator<Place> ORDER =
                Comparator.comparingInt(Place::cost).thenComparing(Place::text);

        static Place of(Filter filter) {
            return new Place(Combination.cost(filter), QueryText.of(filter));
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** Filters in their order, equal ones once. */
    private static final class Parts {

        private final SortedMap<Place, Filter> inOrder = new TreeMap<>();
        private boolean nothing;
        private boolean everything;

        void add(Filter filter) {
            switch (filter) {
                case Filter.Nothing() -> nothing = true;
                case Filter.Everything() -> everything = true;
                default -> inOrder.putIfAbsent(Place.of(filter), filter);
            }
        }

        /** The only one; or what is made of several, or of none. */
        Filter joined(Function<List<Filter>, Filter> several, Filter none) {
            return switch (inOrder.size()) {
                case 0 -> none;
                case 1 -> inOrder.values().iterator().next();
                default -> several.apply(List.copyOf(inOrder.values()));
            };
        }
    }

    /** What all of these match. */
    static Filter all(List<Filter> filters) {
        if (filters.size() == 1) {
            return filters.getFirst();
        }
        Parts parts = new Parts();
        for (Filter filter : filters) {
            if (filter instanceof Filter.And(List<Filter> inner)) {
                inner.forEach(parts::add);
            } else {
                parts.add(filter);
            }
        }
        return parts.nothing ? NOTHING : parts.joined(Filter.And::new, EVERYTHING);
    }

    /** What at least one of these matches. */
    static Filter any(List<Filter> filters) {
        if (filters.size() == 1) {
            return filters.getFirst();
        }
        Parts parts = new Parts();
        Set<Literal> services = new TreeSet<>();
        Set<Level> levels = EnumSet.noneOf(Level.class);
        for (Filter filter : flat(filters)) {
            switch (filter) {
                case Filter.ServiceIn(List<Literal> some) -> services.addAll(some);
                case Filter.LevelIn(Set<Level> some) -> levels.addAll(some);
                default -> parts.add(filter);
            }
        }
        if (!services.isEmpty()) {
            parts.add(new Filter.ServiceIn(List.copyOf(services)));
        }
        if (!levels.isEmpty()) {
            parts.add(levels(levels));
        }
        return parts.everything ? EVERYTHING : parts.joined(Filter.Or::new, NOTHING);
    }

    private static List<Filter> flat(List<Filter> filters) {
        List<Filter> flat = new ArrayList<>();
        for (Filter filter : filters) {
            if (filter instanceof Filter.Or(List<Filter> inner)) {
                flat.addAll(inner);
            } else {
                flat.add(filter);
            }
        }
        return flat;
    }

    /** Every entry that this one does not match. */
    static Filter not(Filter filter) {
        return switch (filter) {
            case Filter.Everything() -> NOTHING;
            case Filter.Nothing() -> EVERYTHING;
            case Filter.Not(Filter part) -> part;
            case Filter.LevelIn(Set<Level> levels) -> levels(EnumSet.complementOf(EnumSet.copyOf(levels)));
            case Filter.TimestampFrom(long micros) -> new Filter.TimestampBefore(micros);
            case Filter.TimestampBefore(long micros) -> new Filter.TimestampFrom(micros);
            default -> new Filter.Not(filter);
        };
    }

    /** Entries with one of these levels, which may be all or none. */
    static Filter levels(Set<Level> levels) {
        if (levels.isEmpty()) {
            return NOTHING;
        }
        return levels.size() == Level.values().length ? EVERYTHING : new Filter.LevelIn(levels);
    }

    private static int cost(Filter filter) {
        return switch (filter) {
            case Filter.Everything _, Filter.Nothing _, Filter.LevelIn _ -> 0;
            case Filter.ServiceIn _ -> 1;
            case Filter.AtLeast _, Filter.AtMost _, Filter.Present _, Filter.Tagged _ -> 2;
            case Filter.UserIdIs _, Filter.TraceIdIs _, Filter.SpanIdIs _ -> 3;
            case Filter.TimestampFrom _, Filter.TimestampBefore _, Filter.HasTag _ -> 4;
            case Filter.Like _, Filter.HasTagLike _ -> 5;
            case Filter.MessageContains _, Filter.MessageLike _ -> 6;
            case Filter.MetadataPresent _, Filter.MetadataIs _ -> 7;
            case Filter.MetadataLike _, Filter.MetadataCompared _ -> 7;
            case Filter.Says _, Filter.SaysLike _, Filter.MessageOf _ -> 8;
            case Filter.MessageMatches _ -> 9;
            case Filter.Not(Filter part) -> cost(part);
            case Filter.And(List<Filter> parts) -> dearest(parts);
            case Filter.Or(List<Filter> parts) -> dearest(parts);
        };
    }

    private static int dearest(List<Filter> parts) {
        return parts.stream().mapToInt(Combination::cost).max().orElse(0);
    }
}
