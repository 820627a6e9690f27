package io.tailrace.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tailrace.entry.MetadataPath;
import io.tailrace.filter.Decimal;
import io.tailrace.filter.Filter;
import io.tailrace.filter.FilterKeys;
import io.tailrace.filter.FoldedText;
import io.tailrace.filter.Literal;
import io.tailrace.filter.QueryText;
import io.tailrace.filter.Rewording;
import io.tailrace.log.RunningQuery;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The search for where a filter that matches nothing would match: in which other field the text stands that it looks for, or
 * which field has nearly the name that it asks for. It looks at the newest entries only. Blocks; any thread may call.
 */
public final class Elsewhere {

    /** Of so many entries, the newest, it looks for those that have it. */
    static final long SAMPLE = 100_000;

    /** So many of those that have it are looked at. */
    private static final int MOST = 10_000;

    private static final int PAGE = 1000;

    /** No more of them are looked for after this time. */
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    /** Of a filter with more conditions, only these are doubted. */
    private static final int MOST_CONDITIONS = 4;

    private final LogPages pages;

    Elsewhere(LogPages pages) {
        this.pages = pages;
    }

    /**
     * Where the filter would match.
     *
     * @param keys the filter
     * @param within adds what every entry must meet beside it
     */
    public Optional<Hint> hint(FilterKeys keys, UnaryOperator<Filter> within, RunningQuery running) {
        List<Rewording> rewordings = Rewording.of(keys).stream()
                .filter(one -> one.text().isPresent() || one.path().isPresent())
                .limit(MOST_CONDITIONS)
                .toList();
        return rewordings.stream()
                .flatMap(one -> byText(one, within, running).stream())
                .findFirst()
                .or(() -> rewordings.stream()
                        .flatMap(one -> byName(one, within, running).stream())
                        .findFirst());
    }

    /** Of what must be equal, a field that is so is better than one that only contains it. */
    private Optional<Hint> byText(Rewording rewording, UnaryOperator<Filter> within, RunningQuery running) {
        if (rewording.text().isEmpty()) {
            return Optional.empty();
        }
        String text = rewording.text().get();
        String folded = FoldedText.fold(text);
        FieldTally equal = new FieldTally(value -> !rewording.isWord() && isSame(value, text));
        FieldTally holding = new FieldTally(value -> holds(FoldedText.fold(value), folded, rewording.isWord()));
        // Other ways to write a number are not looked for.
        String written = Literal.of(text).number().flatMap(Decimal::wholeNumber).orElse(text);
        Filter sought = new Filter.Says(FoldedText.of(written));
        forEach(within.apply(rewording.filter(sought)), MOST, running, entry -> {
            equal.add(entry);
            holding.add(entry);
        });
        Filter says = new Filter.Says(FoldedText.of(text));
        return most(equal.counts())
                .flatMap(field -> Rewording.is(field, text)
                        .map(instead ->
                                new Hint(field, equal.count(field), rewording.query(instead), Optional.empty())))
                .or(() -> most(holding.counts())
                        .map(field -> new Hint(field, holding.count(field), rewording.query(says), Optional.empty())));
    }

    /** Of what must be equal, a part must at least stand alone. */
    private static boolean holds(String value, String wanted, boolean anywhere) {
        int at = value.indexOf(wanted);
        while (at >= 0 && !anywhere && !(isBoundary(value, at - 1) && isBoundary(value, at + wanted.length()))) {
            at = value.indexOf(wanted, at + 1);
        }
        return at >= 0;
    }

    private static boolean isBoundary(String value, int at) {
        return at < 0 || at >= value.length() || !Character.isLetterOrDigit(value.charAt(at));
    }

    private static boolean isSame(String value, String wanted) {
        boolean isNumber = Decimal.parse(value).isPresent();
        byte[] json = value.getBytes(UTF_8);
        return value.equals(wanted) || (isNumber && Literal.of(wanted).passes(json, 0, json.length));
    }

    private static Optional<String> most(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey);
    }

    /** A field that has nearly the name of one that no entry has. */
    private Optional<Hint> byName(Rewording rewording, UnaryOperator<Filter> within, RunningQuery running) {
        if (rewording.path().isEmpty()) {
            return Optional.empty();
        }
        MetadataPath path = rewording.path().get();
        Filter present = new Filter.MetadataPresent(path);
        FieldTally known = new FieldTally(_ -> true);
        forEach(within.apply(rewording.filter(present)), 1, running, known::add);
        if (!known.counts().isEmpty()) {
            return Optional.empty();
        }
        FieldTally fields = new FieldTally(_ -> true);
        forEach(within.apply(rewording.filter(new Filter.Everything())), PAGE, running, fields::add);
        return SimilarName.to(path.toString(), fields.counts())
                .flatMap(field -> rewording
                        .askedOf(field)
                        .map(instead -> new Hint(
                                field,
                                fields.count(field),
                                rewording.query(instead),
                                Optional.of(QueryText.field(path)))));
    }

    /** Shows the newest entries that match, as many as can be found in little time. */
    private void forEach(Filter filter, int most, RunningQuery running, Consumer<byte[]> visitor) {
        long begun = System.nanoTime();
        int left = most;
        Optional<Long> next = Optional.of(Long.MAX_VALUE);
        while (left > 0 && next.isPresent() && System.nanoTime() - begun < MOST_NANOS) {
            EntryPage page = pages.newest(filter, SAMPLE, next.get(), Math.min(PAGE, left), running);
            page.entries().forEach(visitor);
            left -= page.entries().size();
            next = page.next().map(Long::valueOf);
        }
    }
}
