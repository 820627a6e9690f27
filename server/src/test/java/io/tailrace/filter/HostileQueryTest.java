package io.tailrace.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

/**
 * That no query takes more than its budget, however it is written: not to be asked, which is counted in steps, and not to be
 * read, which is counted in bytes that reading allocates, as that is nearly all that it does.
 */
final class HostileQueryTest {

    private static final int REQUEST_LINE = 16 << 10;

    /** Reading an ordinary query takes some hundred kilobytes at most. */
    private static final long MAX_ALLOCATED = 48L << 20;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static String many(int count, String each, String between) {
        return IntStream.range(0, count).mapToObj(each::formatted).collect(Collectors.joining(between));
    }

    private static Stream<String> hostile() {
        List<String> queries = new ArrayList<>();
        queries.add("(".repeat(REQUEST_LINE));
        queries.add("(".repeat(32) + "a" + ")".repeat(32));
        queries.add("(".repeat(32) + "metadata" + ".a".repeat(1990) + ":x" + ")".repeat(32));
        queries.add("NOT ".repeat(4000) + "a");
        queries.add(many(5000, "a", " OR "));
        queries.add(many(10_000, "a%d", " OR "));
        queries.add(many(200, "w%d", " OR "));
        queries.add(many(199, "(w%d -x)", " OR "));
        queries.add("service:(" + many(200, "%d", " OR ") + ")");
        queries.add("tags:(" + many(200, "*%d*", " OR ") + ")");
        queries.add(many(10, "metadata" + ".a".repeat(190) + ":x%d", " OR "));
        queries.add("metadata.a>1e" + "9".repeat(4000));
        queries.add("metadata.a>" + "9".repeat(4000));
        queries.add("*" + "a*".repeat(2040));
        queries.add("\"" + "\u0001".repeat(4000) + "\"");
        queries.add("日".repeat(4096));
        for (String regex : List.of(
                "(a{50}){50}",
                "((a{50}){50}){50}",
                "(?:".repeat(120) + "x" + "{2})".repeat(120),
                "x{1000}",
                ".{0,1000}",
                "(|a|b|c){500}",
                "(".repeat(495) + ")".repeat(495),
                "(?:a*)*".repeat(140),
                "a|ab|abc|".repeat(110),
                ("(?i)" + "é").repeat(190),
                "\\pL".repeat(330),
                "\\pL{1000}",
                "(?i)" + "\\pL".repeat(330),
                "(?i)" + "[\\pL\\PN]".repeat(110),
                "[\\PL\\PN]".repeat(120),
                "(?i)[\\x{80}-\\x{10ffff}]",
                "(?i)" + "[^a]".repeat(240),
                "(?i)" + "\\W".repeat(490),
                "(?i)" + "[[:^alpha:]]".repeat(80),
                "[" + many(400, "é", "") + "]{100}",
                "\\Q" + "a.".repeat(480) + "\\E",
                "(?P<n>a)".repeat(120))) {
            queries.add("message:/" + regex + "/");
            queries.add("-message:/" + regex + "x/ OR " + "message:/" + regex + "/");
        }
        queries.add(many(153, "message:/(?:a?){240}%d/", " OR "));
        queries.add(many(190, "message:/\\pL%d/", " OR "));
        queries.add(many(190, "message:/.%d/", " OR "));
        return queries.stream();
    }

    /** Says whether it was taken. */
    private static boolean keepsToItsBudget(String query) {
        Filter filter;
        try {
            filter = FilterKeys.of(Map.of("q", List.of(query))).filter();
        } catch (FilterException refusal) {
            assertThat(refusal.error()).isNotBlank();
            return false;
        }
        Set<MessageRegex> regexes = new HashSet<>();
        FilterSize.collectRegexes(filter, regexes);
        assertThat(Weight.of(filter)).isEqualTo(weightOfParts(filter)).isLessThanOrEqualTo(Weight.MAX);
        assertThat(regexes.stream().mapToInt(MessageRegex::instructions).sum())
                .isLessThanOrEqualTo(MessageRegex.MAX_INSTRUCTIONS);
        assertThat(FilterSize.of(filter)
                        + regexes.stream().mapToLong(regex -> regex.bytes(1)).sum())
                .isLessThan(1 << 20);
        return true;
    }

    /** The sum over all conditions, each where it stands. */
    private static int weightOfParts(Filter filter) {
        return switch (filter) {
            case Filter.And(List<Filter> parts) ->
                parts.stream().mapToInt(HostileQueryTest::weightOfParts).sum();
            case Filter.Or(List<Filter> parts) ->
                parts.stream().mapToInt(HostileQueryTest::weightOfParts).sum();
            case Filter.Not(Filter part) -> weightOfParts(part);
            default -> Weight.of(filter);
        };
    }

    @Test
    void hostileQueriesKeepToTheirBudget() {
        hostile().forEach(HostileQueryTest::keepsToItsBudget);
    }

    @Test
    void hostileQueriesAreReadOrRefusedWithinBoundedMemory() {
        hostile().forEach(HostileQueryTest::keepsToItsBudget);
        hostile().forEach(query -> {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            keepsToItsBudget(query);
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                    .as("%d characters: %.60s", query.length(), query)
                    .isLessThan(MAX_ALLOCATED);
        });
    }

    @Property(tries = 1000)
    void noMixOfConditionsUpToTheGreatestLengthTakesMoreThanItsBudget(@ForAll("conditions") List<String> conditions) {
        StringBuilder query = new StringBuilder("x");
        for (String condition : conditions) {
            if (query.length() + condition.length() > QueryParser.MAX_LENGTH) {
                break;
            }
            query.append(condition);
        }
        Statistics.label("taken")
                .collect(keepsToItsBudget(query.toString()))
                .coverage(taken -> taken.check(true).percentage(percent -> percent > 20));
    }

    @Provide
    Arbitrary<List<String>> conditions() {
        Arbitrary<String> atom = Arbitraries.of(
                "a", "é", ".", "\\d", "\\pL", "[^\\pN]", "[a-f]", "(a|b)", "(?:x?)", "(?i:k)", "a|", "^", "\\b", "()",
                "abc");
        Arbitrary<String> times = Arbitraries.of("", "", "", "", "*", "+", "?", "{3}", "{0,9}");
        Arbitrary<String> regex = Combinators.combine(atom, times)
                .as((what, often) -> what.endsWith("|") ? what : what + often)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(pieces -> "message:/" + String.join("", pieces) + "/");
        Arbitrary<String> other = Arbitraries.of(
                "word",
                "*a*b*",
                "service:a",
                "service:b*",
                "level>=warn",
                "tags:*x*",
                "tags:(a OR b OR c)",
                "user_id>5",
                "metadata.a.b.c:*x*",
                "metadata.n>=1.5",
                "trace_id:*",
                "timestamp>=2026-11-22T10:00:00Z",
                "\"a phrase\"");
        Arbitrary<String> between = Arbitraries.of(" ", " ", " OR ", " AND ", " -", " NOT ");
        return Combinators.combine(between, Arbitraries.frequencyOf(Tuple.of(1, regex), Tuple.of(9, other)))
                .as(String::concat)
                .list()
                .ofMaxSize(220);
    }
}
