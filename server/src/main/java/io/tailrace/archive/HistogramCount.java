package io.tailrace.archive;

import io.tailrace.entry.EntryView;
import io.tailrace.entry.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A histogram being counted. Owned by the question's thread; its helpers add to it one at a time. */
final class HistogramCount {

    private final HistogramRequest request;

    /** The times of the first and the last bucket, both inclusive, in microseconds; first above last if there is none. */
    private long first;

    private long last;

    private long interval;
    private long start;
    private List<LevelCounts> buckets = List.of();

    HistogramCount(HistogramRequest request) {
        this.request = request;
        first = request.from().orElse(Long.MAX_VALUE);
        last = request.to().isPresent() ? request.to().getAsLong() - 1 : Long.MIN_VALUE;
    }

    /** @throws TooManyBuckets if the interval is too short for the range */
    Histogram of(LogHalves log) {
        if (request.from().isEmpty() || request.to().isEmpty()) {
            log.count(
                    request.filter(),
                    entry -> widen(entry.timestamp(), entry.timestamp()),
                    List.of(range -> new Sql()
                            .add("SELECT epoch_us(min(timestamp)), epoch_us(max(timestamp)) FROM entries")
                            .where(range.first(), range.last(), request.filter())),
                    HistogramCount::ends,
                    found -> found.ifPresent(ends -> widen(ends.from, ends.to)));
        }
        layOut();
        if (!buckets.isEmpty()) {
            log.count(request.filter(), this::add, List.of(this::question), HistogramCount::rows, this::addRows);
        }
        return new Histogram(interval, start, buckets);
    }

    private void widen(long from, long to) {
        if (request.from().isEmpty()) {
            first = Math.min(first, from);
        }
        if (request.to().isEmpty()) {
            last = Math.max(last, to);
        }
    }

    /** The times of the first and the last entry of a range. */
    private record Ends(long from, long to) {}

    private static Optional<Ends> ends(ResultSet rows) throws SQLException {
        rows.next();
        Ends ends = new Ends(rows.getLong(1), rows.getLong(2));
        return rows.wasNull() ? Optional.empty() : Optional.of(ends);
    }

    private void layOut() {
        boolean nothing = first > last;
        interval = request.interval()
                .orElseGet(() -> nothing ? HistogramStep.chosen(0, 0) : HistogramStep.chosen(first, last));
        if (nothing) {
            return;
        }
        long count = HistogramStep.buckets(first, last, interval);
        if (count > HistogramStep.MAX_BUCKETS) {
            throw new TooManyBuckets(count, HistogramStep.allowed(first, last));
        }
        start = Math.floorDiv(first, interval) * interval;
        buckets = Stream.generate(LevelCounts::new).limit(count).toList();
    }

    private void add(EntryView entry) {
        buckets.get((int) ((entry.timestamp() - start) / interval)).add(entry.level(), 1);
    }

    private Sql question(IdRange range) {
        return new Sql()
                .add(
                        "SELECT (epoch_us(timestamp) - ?) // ? AS bucket, level::VARCHAR, count(*) FROM entries",
                        start,
                        interval)
                .where(range.first(), range.last(), request.filter())
                .add(" GROUP BY bucket, level");
    }

    /** So many entries of a level in a bucket. */
    private record Counted(int bucket, Level level, long count) {}

    private static List<Counted> rows(ResultSet rows) throws SQLException {
        List<Counted> counted = new ArrayList<>();
        while (rows.next()) {
            counted.add(
                    new Counted(rows.getInt(1), Level.parse(rows.getString(2)).orElseThrow(), rows.getLong(3)));
        }
        return counted;
    }

    private void addRows(List<Counted> rows) {
        rows.forEach(row -> buckets.get(row.bucket).add(row.level, row.count));
    }
}
