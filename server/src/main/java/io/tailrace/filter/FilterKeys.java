package io.tailrace.filter;

import io.tailrace.entry.JsonBuffer;
import io.tailrace.entry.Level;
import io.tailrace.entry.Utf8;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A filter as clients say it: keys with values, as query parameters or as members of a JSON object. Knows the rules of
 * each key, and says itself in canonical JSON. Immutable.
 */
public final class FilterKeys {

    /** The keys in the order in which they are named to people. */
    public static final List<String> NAMES =
            List.of("service", "level", "min_level", "tags", "search", "user_id", "trace_id", "span_id", "q");

    public static final FilterKeys NONE = new FilterKeys(new TreeMap<>(), new Filter.Everything());

    private static final int MAX_VALUES = 100;
    private static final int MAX_LENGTH = 4096;
    private static final Set<String> LISTS = Set.of("service", "level", "tags");

    private final SortedMap<String, List<String>> values;
    private final Filter filter;

    private FilterKeys(SortedMap<String, List<String>> values, Filter filter) {
        this.values = values;
        this.filter = filter;
    }

    /** Whether a filter key has this name; {@code tag} is another name for {@code tags}. */
    public static boolean isKey(String name) {
        return NAMES.contains(name) || name.equals("tag");
    }

    /**
     * Reads keys with their values. Values of {@code service}, {@code level} and {@code tags} may hold several, with
     * commas between them; empty values and {@code all} filter nothing.
     *
     * @throws FilterException if a key is unknown or a value breaks the rule of its key
     */
    public static FilterKeys of(Map<String, List<String>> given) throws FilterException {
        TreeMap<String, List<String>> values = new TreeMap<>();
        for (Map.Entry<String, List<String>> entry : given.entrySet()) {
            String key = entry.getKey().equals("tag") ? "tags" : entry.getKey();
            if (!NAMES.contains(key)) {
                throw new FilterException(
                        "unknown_key",
                        "unknown filter key \"" + shown(entry.getKey()) + "\"; the keys are "
                                + String.join(", ", NAMES));
            }
            List<String> split = split(key, entry.getValue());
            if (!split.isEmpty()) {
                values.computeIfAbsent(key, k -> new ArrayList<>()).addAll(split);
            }
        }
        List<Filter> parts = new ArrayList<>();
        for (String key : NAMES) {
            List<String> ofKey = values.get(key);
            if (ofKey != null) {
                parts.addAll(parts(key, ofKey));
            }
        }
        Filter filter = Combination.all(parts);
        if (Weight.of(filter) > Weight.MAX) {
            throw new FilterException("bad_query", Weight.refusal(filter));
        }
        return new FilterKeys(values, filter);
    }

    /** The value of a key that takes one; empty if it is not given. */
    Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key)).map(List::getFirst);
    }

    /** The same keys but for some. */
    FilterKeys without(Set<String> keys) throws FilterException {
        TreeMap<String, List<String>> left = new TreeMap<>(values);
        left.keySet().removeAll(keys);
        return of(left);
    }

    /** The same keys, with a filter that says the same. */
    FilterKeys with(Filter same) {
        return new FilterKeys(values, same);
    }

    private static List<String> split(String key, List<String> given) throws FilterException {
        List<String> split = new ArrayList<>();
        for (String value : given) {
            if (value.length() > MAX_LENGTH && !key.equals("q")) {
                throw bad(key, "is longer than " + MAX_LENGTH + " characters");
            }
            checkWhole(key, value);
            for (String part : LISTS.contains(key) ? List.of(value.split(",", -1)) : List.of(value)) {
                String wanted = isTakenAsItIs(key, part) ? part : part.strip();
                boolean all = wanted.equals("all") && (key.equals("service") || key.equals("level"));
                if (!wanted.isEmpty() && !all && !split.contains(wanted)) {
                    split.add(wanted);
                }
            }
        }
        if (split.size() > MAX_VALUES) {
            throw bad(key, "has more than " + MAX_VALUES + " values");
        }
        if (split.size() > 1 && !LISTS.contains(key)) {
            throw bad(key, "is given more than once");
        }
        return split;
    }

    /** JSON can say half a surrogate pair, which no stored text has, as it is no character. */
    private static void checkWhole(String key, String value) throws FilterException {
        int at = 0;
        for (int characters = 0; at < value.length(); characters++) {
            int point = value.codePointAt(at);
            if (Utf8.isSurrogate(point)) {
                String rule = "has half of a surrogate pair (\\u%04x) without its other half, which is no character"
                        .formatted(point);
                throw key.equals("q")
                        ? new FilterException("bad_query", "the query " + rule, characters)
                        : bad(key, rule);
            }
            at += Character.charCount(point);
        }
    }

    /** Spaces around a text to search for count, and so do those before a query, in which positions are counted. */
    private static boolean isTakenAsItIs(String key, String value) {
        return key.equals("search") || (key.equals("q") && !value.isBlank());
    }

    private static List<Filter> parts(String key, List<String> values) throws FilterException {
        String first = values.getFirst();
        return switch (key) {
            case "service" ->
                List.of(new Filter.ServiceIn(
                        values.stream().map(Literal::of).sorted().toList()));
            case "level" -> {
                Set<Level> levels = EnumSet.noneOf(Level.class);
                for (String value : values) {
                    levels.add(level(key, value));
                }
                yield List.of(Combination.levels(levels));
            }
            case "min_level" -> List.of(Combination.levels(EnumSet.range(level(key, first), Level.FATAL)));
            case "tags" ->
                values.stream()
                        .sorted()
                        .<Filter>map(tag -> new Filter.HasTag(Literal.of(tag)))
                        .toList();
            case "search" -> List.of(new Filter.MessageContains(FoldedText.of(first)));
            case "user_id" -> List.of(new Filter.UserIdIs(userId(first)));
            case "trace_id" -> List.of(new Filter.TraceIdIs(Literal.of(first)));
            case "span_id" -> List.of(new Filter.SpanIdIs(Literal.of(first)));
            case "q" -> List.of(QueryParser.parse(first));
            default -> throw new IllegalStateException("a key without a rule: " + key);
        };
    }

    private static Level level(String key, String value) throws FilterException {
        return Level.parse(value).orElseThrow(() -> bad(key, "\"" + shown(value) + "\" is not one of " + Level.NAMES));
    }

    private static long userId(String value) throws FilterException {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException notANumber) {
            throw bad("user_id", "\"" + shown(value) + "\" is not an integer");
        }
    }

    private static FilterException bad(String key, String rule) {
        return new FilterException("bad_filter", key + " " + rule);
    }

    private static String shown(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    public Filter filter() {
        return filter;
    }

    /** About how many bytes of memory they take, without the regular expressions. */
    long bytes() {
        return values.values().stream().mapToLong(FilterSize::texts).sum() + FilterSize.of(filter);
    }

    /** Equal if the same values are given, and so the same filter. */
    @Override
    public boolean equals(Object other) {
        return other instanceof FilterKeys keys && values.equals(keys.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Writes the keys as a JSON object; a key with several values as an array. */
    public void writeTo(JsonBuffer out) {
        out.ascii('{');
        boolean first = true;
        for (Map.Entry<String, List<String>> entry : values.entrySet()) {
            if (!first) {
                out.ascii(',');
            }
            first = false;
            out.string(entry.getKey()).ascii(':');
            List<String> ofKey = entry.getValue();
            if (entry.getKey().equals("user_id")) {
                out.number(Long.parseLong(ofKey.getFirst()));
            } else if (ofKey.size() == 1) {
                out.string(ofKey.getFirst());
            } else {
                out.ascii('[');
                for (int i = 0; i < ofKey.size(); i++) {
                    (i == 0 ? out : out.ascii(',')).string(ofKey.get(i));
                }
                out.ascii(']');
            }
        }
        out.ascii('}');
    }
}
