package io.tailrace.filter;

import io.tailrace.entry.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts filters together in a canonical way: nested parts are flattened, equal ones are kept once, and the rest is in a
 * fixed order, what is cheap to ask before what is dear. So equal wishes become equal filters. Holds no state.
 */
final class Combination {

    private static final Filter EVERYTHING = new Filter.Everything();
    private static final Filter NOTHING = new Filter.Nothing();

    private static final Comparator<Filter> ORDER =
            Comparator.<Filter>comparingInt(Combination::cost).thenComparing(QueryText::of);

    private Combination() {}

    /** What all of these match. */
    static Filter all(List<Filter> filters) {
        Set<Filter> parts = new TreeSet<>(ORDER);
        for (Filter filter : filters) {
            if (filter instanceof Filter.And(List<Filter> inner)) {
                parts.addAll(inner);
            } else {
                parts.add(filter);
            }
        }
        parts.remove(EVERYTHING);
        if (parts.contains(NOTHING)) {
            return NOTHING;
        }
        return switch (parts.size()) {
            case 0 -> EVERYTHING;
            case 1 -> parts.iterator().next();
            default -> new Filter.And(List.copyOf(parts));
        };
    }

    /** What at least one of these matches. */
    static Filter any(List<Filter> filters) {
        Set<Filter> parts = new TreeSet<>(ORDER);
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
        parts.remove(NOTHING);
        if (parts.contains(EVERYTHING)) {
            return EVERYTHING;
        }
        return switch (parts.size()) {
            case 0 -> NOTHING;
            case 1 -> parts.iterator().next();
            default -> new Filter.Or(List.copyOf(parts));
        };
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
