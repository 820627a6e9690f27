package io.tailrace.archive;

import io.tailrace.entry.EntryView;
import io.tailrace.filter.Filter;
import io.tailrace.filter.NumberPart;
import io.tailrace.log.RunningQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a page in the order of time begins that passes over more entries than are worth holding. It is found by counting,
 * in ever smaller pieces of time, and of ids where too many have the same time. Owned by the question's thread; its helpers
 * add to the counts one at a time.
 */
final class PassedOver {

    /** As few as this are held and passed over one by one. */
    static final int FEW = 10_000;

    private static final int PIECES = 1024;

    private final LogHalves log;
    private final RunningQuery running;
    private final boolean newestFirst;

    PassedOver(LogHalves log, RunningQuery running, boolean newestFirst) {
        this.log = log;
        this.running = running;
        this.newestFirst = newestFirst;
    }

    /**
     * The place to go on from.
     *
     * @param offset how many that match are to be passed over from there, at most {@link #FEW}
     */
    record Rest(TimePosition position, long offset) {}

    /** Empty if nothing is left. */
    Optional<Rest> of(Filter filter, long offset) {
        Optional<Piece> times = narrowed(Axis.TIME, filter, offset);
        if (times.isEmpty() || times.get().offset <= FEW) {
            return times.map(
                    piece -> new Rest(new TimePosition(newestFirst ? piece.last + 1 : piece.first, 0), piece.offset));
        }
        long time = times.get().first;
        Filter then = new Filter.And(List.of(Axis.TIME.between(time, time), filter));
        return narrowed(Axis.ID, then, times.get().offset)
                .map(piece ->
                        new Rest(new TimePosition(time, newestFirst ? piece.last + 1 : piece.first - 1), piece.offset));
    }

    /** What entries are counted by. */
    private enum Axis {
        TIME("epoch_us(timestamp)"),
        ID("id");

        private final String sql;

        Axis(String sql) {
            this.sql = sql;
        }

        long of(EntryView entry) {
            return this == TIME ? entry.timestamp() : entry.id();
        }

        /** Both ends inclusive. */
        Filter between(long first, long last) {
            return new Filter.And(
                    this == TIME
                            ? List.of(new Filter.TimestampFrom(first), new Filter.TimestampBefore(last + 1))
                            : List.of(
                                    new Filter.AtLeast(NumberPart.ID, first), new Filter.AtMost(NumberPart.ID, last)));
        }
    }

    /** A piece of an axis, both ends inclusive, in which so many are still to be passed over, and not all. */
    private record Piece(long first, long last, long offset) {}

    private Optional<Piece> narrowed(Axis axis, Filter filter, long offset) {
        Optional<Piece> piece = whole(axis, filter, offset);
        while (piece.isPresent() && piece.get().offset > FEW && piece.get().first < piece.get().last) {
            running.check();
            piece = narrower(axis, filter, piece.get());
        }
        return piece;
    }

    private Optional<Piece> whole(Axis axis, Filter filter, long offset) {
        List<Piece> ends = new ArrayList<>();
        log.count(
                filter,
                entry -> ends.add(widened(ends, new Piece(axis.of(entry), axis.of(entry), offset))),
                List.of(range -> new Sql()
                        .add("SELECT min(" + axis.sql + "), max(" + axis.sql + ") FROM entries")
                        .where(range.first(), range.last(), filter)),
                rows -> ends(rows, offset),
                found -> found.ifPresent(piece -> ends.add(widened(ends, piece))));
        return ends.stream().findFirst();
    }

    private static Piece widened(List<Piece> ends, Piece piece) {
        if (ends.isEmpty()) {
            return piece;
        }
        Piece before = ends.removeFirst();
        return new Piece(Math.min(before.first, piece.first), Math.max(before.last, piece.last), piece.offset);
    }

    private static Optional<Piece> ends(ResultSet rows, long offset) throws SQLException {
        rows.next();
        Piece piece = new Piece(rows.getLong(1), rows.getLong(2), offset);
        return rows.wasNull() ? Optional.empty() : Optional.of(piece);
    }

    private Optional<Piece> narrower(Axis axis, Filter filter, Piece piece) {
        long width = (piece.last - piece.first) / PIECES + 1;
        long[] counts = new long[(int) ((piece.last - piece.first) / width) + 1];
        Filter within = new Filter.And(List.of(axis.between(piece.first, piece.last), filter));
        log.count(
                within,
                entry -> counts[(int) ((axis.of(entry) - piece.first) / width)]++,
                List.of(range -> new Sql()
                        .add("SELECT (" + axis.sql + " - ?) // ? AS piece, count(*) FROM entries", piece.first, width)
                        .where(range.first(), range.last(), within)
                        .add(" GROUP BY piece")),
                PassedOver::counted,
                rows -> rows.forEach(row -> counts[row.piece] += row.count));
        long left = piece.offset;
        for (int i = 0; i < counts.length; i++) {
            int at = newestFirst ? counts.length - 1 - i : i;
            if (counts[at] > left) {
                long first = piece.first + at * width;
                return Optional.of(new Piece(first, Math.min(piece.last, first + width - 1), left));
            }
            left -= counts[at];
        }
        return Optional.empty();
    }

    private record Counted(int piece, long count) {}

    private static List<Counted> counted(ResultSet rows) throws SQLException {
        List<Counted> counted = new ArrayList<>();
        while (rows.next()) {
            counted.add(new Counted(rows.getInt(1), rows.getLong(2)));
        }
        return counted;
    }
}
