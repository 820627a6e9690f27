package io.tailrace.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tailrace.entry.ColourCodes;
import io.tailrace.filter.MessagePattern;
import io.tailrace.testing.Json;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Queries of every kind about {@link HardEntries}, made so that they often match some: conditions on each field, wildcards,
 * comparisons and regular expressions, in nests of AND, OR and NOT. The same seed gives the same again.
 */
final class HardQueries {

    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "1",
            "500",
            "5e2",
            "500.0",
            "-0.0",
            "2",
            "20e-1",
            "1.10",
            "1.1",
            "1e3",
            "1000",
            "1e102",
            "1E+400",
            "9007199254740993",
            "-1.5e-7",
            "7",
            "abc");

    private static final List<String> LEVELS = List.of("trace", "DEBUG", "info", "Warning", "err", "crit");

    private static final List<String> TIMES = List.of(
            "0001-01-01T00:00:00Z",
            "1970-01-01T00:00:00Z",
            "2026-11-22T10:30:00.123456Z",
            "2026-11-22T12:30:00.123456+02:00",
            "9999-12-31T23:59:59.999999Z");

    private static final List<String> INTEGERS =
            List.of("0", "7", "-7", "100", "250", Long.toString(Long.MIN_VALUE), Long.toString(Long.MAX_VALUE));

    /** Expressions in which two readers of the dialect could differ. */
    private static final List<String> REGEXES = List.of(
            "a",
            "(?i)signed",
            "^Signed",
            "IN$",
            "(?m)^a$",
            "(?s)a.b",
            ".",
            "^.{1,3}$",
            "\\\\",
            "\\x00",
            "[[:cntrl:]]",
            "[^\\x00-\\x{7f}]",
            "\\pL\\pN",
            "\\p{Lu}",
            "(?i)\\p{Ll}",
            "\\P{Greek}$",
            "(?i)k",
            "(?i)ß",
            "(?i)σ",
            "é|É",
            "\\bin\\b",
            "\\B",
            "\\d+",
            "\\W\\w",
            "(a|A)*%",
            "[*_%]",
            "\\QSIGNED in\\E",
            "(?P<n>a)|(?<m>b)",
            "\\x{1F600}",
            "^$",
            "\\s",
            "(?U)a+",
            "日.*");

    /** As people write them, and as they paste them. */
    private static final List<String> WORDS = List.of(
            "signed",
            "SIGNED*",
            "*a*",
            "42",
            "4*2",
            "-7",
            "--7",
            "250",
            "portal-3",
            "1.10",
            "1.1*",
            "1e3",
            "true",
            "f*e",
            "null",
            "n.m",
            "é*",
            "İ",
            "ı*",
            "K",
            "k",
            "*i*",
            "ß",
            "\\",
            "\\*",
            "5\"*",
            "[]",
            "{}",
            "10:3",
            "a->",
            "[1",
            "m",
            "[0;31m",
            "1m*",
            "#a",
            "#A*",
            "/a/",
            "/\\d+/",
            "/api/*",
            "a*b",
            "\ufffd",
            "日*",
            "$1",
            "?",
            "%",
            "_",
            "''");

    private static final List<String> PATTERNS = Stream.concat(
                    new HardEntries(1)
                            .entries(500).stream()
                                    .map(entry ->
                                            String.valueOf(Json.object(entry).get("message")))
                                    .map(HardQueries::pattern),
                    Stream.of(
                            "<n>",
                            "<hex><n>",
                            "Signed <n>",
                            "42",
                            "<time>",
                            "a<n>",
                            "<n>a",
                            "<ip>",
                            "<uuid>",
                            "<id>",
                            ""))
            .toList();

    private final Random random;
    private final HardEntries entries;

    HardQueries(long seed) {
        random = new Random(seed);
        entries = new HardEntries(seed);
    }

    String query() {
        return query(random.nextInt(4));
    }

    private String query(int depth) {
        if (depth == 0) {
            return condition();
        }
        return switch (random.nextInt(5)) {
            case 0 -> some(() -> grouped(depth - 1), " AND ");
            case 1 -> some(() -> grouped(depth - 1), " ");
            case 2 -> some(() -> grouped(depth - 1), " OR ");
            case 3 -> (random.nextBoolean() ? "NOT " : "-") + grouped(depth - 1);
            default -> condition();
        };
    }

    private String grouped(int depth) {
        return depth == 0 ? condition() : "(" + query(depth) + ")";
    }

    private String condition() {
        return switch (random.nextInt(18)) {
            case 14 -> word();
            case 15 -> one(List.of("pattern:", "PATTERN=")) + quoted(one(PATTERNS));
            case 16 -> "message=" + quoted(entries.wanted() + entries.wanted());
            case 17 -> dottedPath();
            case 0 -> value();
            case 1 -> "message:" + value();
            case 2 -> "message:/" + one(REGEXES) + "/";
            case 3 -> one(List.of("service:", "trace_id:", "span_id:", "tags:", "tag:")) + value();
            case 4 -> one(List.of("service:", "trace_id:", "span_id:", "tags:", "user_id:", "level:", "id:")) + "*";
            case 5 ->
                one(List.of("service", "tags", "trace_id")) + ":(" + some(this::value, one(List.of(" OR ", " "))) + ")";
            case 6 -> "level" + one(List.of(":", ">", ">=", "<", "<=")) + one(LEVELS);
            case 7 -> "level:" + one(List.of("*r*", "w*", "*", "D*G", "in*", "*a*"));
            case 8 -> one(List.of("id", "user_id")) + one(List.of(":", ">", ">=", "<", "<=")) + one(INTEGERS);
            case 9 -> "timestamp" + one(List.of(":", ">", ">=", "<", "<=")) + one(TIMES);
            case 10 -> path() + ":*";
            case 11 -> path() + one(List.of(">", ">=", "<", "<=")) + one(NUMBERS);
            case 12 ->
                path() + ":" + one(List.of("0", "500", "1.10", "1e3", "true", "null", "\"\"", "\"[]\"", "\"{}\""));
            default -> path() + ":" + value();
        };
    }

    private static String pattern(String message) {
        byte[] seen = ColourCodes.without(message.getBytes(UTF_8));
        return MessagePattern.ofMessage(seen, 0, seen.length);
    }

    private String word() {
        return one(List.of("", "", "-")) + one(WORDS);
    }

    /** Keys that lead into each other, or are one key with dots. */
    private String dottedPath() {
        String path = one(
                List.of("metadata.n.m", "n.m", "metadata.a.n.m", "Metadata.a.A", "a.A", "a.n", "A", "metadata.a.a.a"));
        return path
                + switch (random.nextInt(4)) {
                    case 0 -> ":*";
                    case 1 -> one(List.of(">", ">=", "<", "<=")) + one(NUMBERS.subList(0, NUMBERS.size() - 1));
                    case 2 -> one(List.of(":", "=")) + one(NUMBERS);
                    default -> one(List.of(":", "=")) + quoted(entries.wanted());
                };
    }

    private String path() {
        return Stream.generate(() -> quoted(entries.metadataKey()))
                .limit(1 + random.nextInt(2))
                .collect(Collectors.joining(".", "metadata.", ""));
    }

    private String value() {
        return random.nextInt(3) == 0 ? wildcard() : quoted(entries.wanted());
    }

    /** A piece of text that needs no quotes, and a star or two. */
    private String wildcard() {
        String piece =
                entries.wanted().replaceAll("[()\"\\s\\p{Z}:<>\\x00-\\x1f]", "").replaceAll("^[-/]+", "");
        int star = random.nextInt(piece.length() + 1);
        String pattern = piece.substring(0, star) + "*" + piece.substring(star);
        return random.nextBoolean() ? "*" + pattern : pattern;
    }

    private String some(Supplier<String> each, String between) {
        return Stream.generate(each).limit(1 + random.nextInt(3)).collect(Collectors.joining(between));
    }

    private String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
