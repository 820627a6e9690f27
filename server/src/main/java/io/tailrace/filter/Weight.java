package io.tailrace.filter;

import java.util.List;

/**
 * What it costs to ask a filter, at worst, in steps for each byte of an entry. A step is about a nanosecond of one core:
 * each condition was measured on the messages and metadata that are worst for it. Holds no state.
 */
public final class Weight {

    /** How many services are compared in the time of a step for each byte of a short entry. */
    private static final int SERVICES_A_STEP = 16;

    /** The most that a filter may weigh. */
    static final int MAX = 2500;

    private Weight() {}

    /** More parts weigh more. */
    public static int of(Filter filter) {
        return switch (filter) {
            case Filter.Everything _, Filter.Nothing _, Filter.LevelIn _ -> 0;
            case Filter.ServiceIn(List<Literal> services) -> 1 + services.size() / SERVICES_A_STEP;
            case Filter.AtLeast _, Filter.AtMost _, Filter.Present _, Filter.Tagged _ -> 1;
            case Filter.UserIdIs _, Filter.TraceIdIs _, Filter.SpanIdIs _ -> 1;
            case Filter.TimestampFrom _, Filter.TimestampBefore _ -> 1;
            case Filter.Like _, Filter.HasTag _, Filter.MetadataPresent _, Filter.MetadataIs _ -> 2;
            case Filter.HasTagLike _, Filter.MetadataLike _, Filter.MetadataCompared _ -> 6;
            case Filter.MessageContains _, Filter.MessageLike _ -> 6;
            case Filter.Says _, Filter.SaysLike _ -> 6;
            case Filter.MessageOf _ -> 20;
            case Filter.MessageMatches(MessageRegex regex) -> regex.steps();
            case Filter.Not(Filter part) -> of(part);
            case Filter.And(List<Filter> parts) -> sum(parts);
            case Filter.Or(List<Filter> parts) -> sum(parts);
        };
    }

    private static int sum(List<Filter> parts) {
        return parts.stream().mapToInt(Weight::of).reduce(0, Math::addExact);
    }

    /** What is said of a filter that is too heavy. */
    static String refusal(Filter filter) {
        return "the query is too costly: at worst it takes " + of(filter) + " steps for each byte of an entry, and "
                + MAX + " is the most (an instruction of a regular expression is 10 steps, a pattern 20, another"
                + " condition 1 to 6); write an expression once only, or ask for less at once";
    }
}
