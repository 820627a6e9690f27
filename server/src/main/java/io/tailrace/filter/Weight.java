package io.tailrace.filter;

import java.util.AbstractList;
import java.util.List;

/**
 * What it costs to ask a filter, at worst, in steps for each byte of an entry. A step is about a nanosecond of one core:
 * each condition was measured on the messages and metadata that are worst for it. Holds no state.
 */
final class Weight {

    /** How many services are compared in the time of a step for each byte of a short entry. */
    private static final int SERVICES_A_STEP = 16;

    private Weight() {}

    static int of(Filter filter) {
        return switch (filter) {
            case Filter.Everything _, Filter.Nothing _, Filter.LevelIn _ -> 0;
            case Filter.ServiceIn(List<Literal> services) -> 1 + services.size() / SERVICES_A_STEP;
            case Filter.AtLeast _, Filter.AtMost _, Filter.Present _, Filter.Tagged _ -> 1;
            case Filter.UserIdIs _, Filter.TraceIdIs _, Filter.SpanIdIs _ -> 1;
            case Filter.TimestampFrom _, Filter.TimestampBefore _ -> 1;
            case Filter.Like _, Filter.HasTag _, Filter.MetadataPresent _, Filter.MetadataIs _ -> 2;
            case Filter.HasTagLike _, Filter.MetadataLike _, Filter.MetadataCompared _ -> 6;
            case Filter.MessageContains _, Filter.MessageLike _ -> 6;
            case Filter.MessageMatches(MessageRegex regex) -> regex.steps();
            case Filter.Not(Filter part) -> of(part);
            case Filter.And(List<Filter> parts) -> ofAll(parts);
            case Filter.Or(List<Filter> parts) -> ofAll(parts);
        };
    }

    private static int ofAll(List<Filter> parts) {
        return parts instanceof Weighed weighed ? weighed.weight : sum(parts);
    }

    private static int sum(List<Filter> parts) {
        return parts.stream().mapToInt(Weight::of).reduce(0, Math::addExact);
    }

    /** These parts, with their weight beside them. */
    static List<Filter> weighed(List<Filter> parts) {
        return parts instanceof Weighed ? parts : new Weighed(parts);
    }

    /** What is said of a filter that is too heavy. */
    static String refusal(Filter filter) {
        return "the query is too costly: at worst it takes " + of(filter) + " steps for each byte of an entry, and "
                + QueryParser.MAX_WEIGHT + " is the most (an instruction of a regular expression is 10 steps, another"
                + " condition 1 to 6); write an expression once only, or ask for less at once";
    }

    /** Parts of a filter that know their weight, so that it is not summed up for each scan. Immutable. */
    private static final class Weighed extends AbstractList<Filter> {

        private final Filter[] parts;
        private final int weight;

        Weighed(List<Filter> parts) {
            this.parts = parts.toArray(Filter[]::new);
            weight = sum(parts);
        }

        @Override
        public Filter get(int index) {
            return parts[index];
        }

        @Override
        public int size() {
            return parts.length;
        }
    }
}
