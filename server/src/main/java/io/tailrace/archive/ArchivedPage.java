package io.tailrace.archive;

import io.tailrace.filter.Filter;
import io.tailrace.log.HistoryException;
import io.tailrace.log.RunningQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The part of a page that lies in the archive. It looks for the ids first, which reads only the columns that the filter
 * names and touches few row groups, and then for those rows, some at a time. Owned by the query's thread.
 */
final class ArchivedPage {

    /** So many rows are read before it is known how large they are. */
    private static final int FIRST_ROWS = 100;

    /** So many times fewer rows are tried after too many. */
    private static final int SHRINK = 4;

    private final ArchiveWalk walk;
    private final ArchiveConnections connections;
    private final RunningQuery running;
    private final Filter filter;
    private final boolean newestFirst;

    ArchivedPage(ArchiveWalk walk, RunningQuery running, Filter filter, boolean newestFirst) {
        this.walk = walk;
        connections = walk.connections();
        this.running = running;
        this.filter = filter;
        this.newestFirst = newestFirst;
    }

    /** Fills a page from the ids of a range, which are all in the archive. */
    void fill(PageBuilder page, long firstId, long lastId) {
        if (filter instanceof Filter.Everything) {
            fillUnfiltered(page, firstId, lastId);
        } else {
            fillFiltered(page, firstId, lastId);
        }
    }

    /** Ids are contiguous, so which ones are on the page is known without a search. */
    private void fillUnfiltered(PageBuilder page, long firstId, long lastId) {
        long skipped = Math.min(page.toSkip(), lastId - firstId + 1);
        page.skip(skipped);
        long lowest = newestFirst ? firstId : firstId + skipped;
        long highest = newestFirst ? lastId - skipped : lastId;
        int size = Math.min(FIRST_ROWS + 1, page.room());
        while (lowest <= highest && !page.isDone()) {
            long from = newestFirst ? Math.max(lowest, highest - size + 1) : lowest;
            long to = newestFirst ? highest : Math.min(highest, lowest + size - 1);
            if (rows(page, range(from, to), size)) {
                lowest = newestFirst ? lowest : to + 1;
                highest = newestFirst ? from - 1 : highest;
                size = page.roomInBytes();
            } else {
                size = size / SHRINK + 1;
            }
        }
    }

    /** Range by range, so that it can end where the page is full; what is beyond may be looked through meanwhile. */
    private void fillFiltered(PageBuilder page, long firstId, long lastId) {
        List<IdRange> ranges = newestFirst ? IdRange.downwards(firstId, lastId) : IdRange.upwards(firstId, lastId);
        List<IdRange> left = ranges.subList(skipWhole(page, ranges), ranges.size());
        long offset = page.toSkip();
        if (offset > 0 && !left.isEmpty()) {
            IdRange first = left.getFirst();
            left = left.subList(1, left.size());
            fill(page, connections.ask(running, idsOf(first, page.room(), offset), ArchivedPage::ids));
        }
        int room = page.room();
        if (!page.isDone()) {
            walk.walk(running, left, false, range -> idsOf(range, room, 0), ArchivedPage::ids, (ids, _) -> {
                fill(page, ids);
                return !page.isDone();
            });
        }
    }

    /** Counts the ranges that are passed over as a whole, all at once, and says how many they are. */
    private int skipWhole(PageBuilder page, List<IdRange> ranges) {
        int[] passed = {0};
        if (page.toSkip() > 0) {
            walk.walk(
                    running,
                    ranges,
                    page.toSkip() > ranges.getFirst().size(),
                    range -> new Sql().add("SELECT count(*) FROM entries").where(range.first(), range.last(), filter),
                    rows -> {
                        rows.next();
                        return rows.getLong(1);
                    },
                    (count, _) -> {
                        boolean whole = count <= page.toSkip();
                        if (whole) {
                            page.skip(count);
                            passed[0]++;
                        }
                        return whole && page.toSkip() > 0;
                    });
        }
        return passed[0];
    }

    /** Fills a page with entries whose ids were found in a range. */
    private void fill(PageBuilder page, List<Long> ids) {
        page.skip(page.toSkip());
        int from = 0;
        int size = FIRST_ROWS;
        while (from < ids.size() && !page.isDone()) {
            int to = Math.min(ids.size(), from + size);
            if (rows(page, among(ids.subList(from, to)), to - from)) {
                from = to;
                size = page.roomInBytes();
            } else {
                size = size / SHRINK + 1;
            }
        }
    }

    private Sql idsOf(IdRange range, int room, long offset) {
        return new Sql()
                .add("SELECT id FROM entries")
                .where(range.first(), range.last(), filter)
                .add(newestFirst ? " ORDER BY id DESC" : " ORDER BY id")
                .add(" LIMIT ? OFFSET ?", room, offset);
    }

    private static List<Long> ids(ResultSet rows) throws SQLException {
        List<Long> ids = new ArrayList<>();
        while (rows.next()) {
            ids.add(rows.getLong(1));
        }
        return ids;
    }

    /** The rows of ids that are in order, up or down. Within the range of those ids the search for them is short. */
    static Sql among(List<Long> ids) {
        long lowest = Math.min(ids.getFirst(), ids.getLast());
        long highest = Math.max(ids.getFirst(), ids.getLast());
        Sql sql = range(lowest, highest);
        return highest - lowest < ids.size() ? sql : sql.add(" AND id IN (SELECT unnest(" + ids + "::BIGINT[]))");
    }

    private static Sql range(long lowest, long highest) {
        return new Sql().add("SELECT " + WireRows.COLUMNS + " FROM entries WHERE id >= ? AND id <= ?", lowest, highest);
    }

    /** Puts rows on the page; false if they are so large that the database has no room for as many at once, and none came. */
    private boolean rows(PageBuilder page, Sql sql, int count) {
        sql.add(newestFirst ? " ORDER BY id DESC" : " ORDER BY id");
        boolean[] came = {false};
        try {
            connections.read(running, sql, (id, bytes, from, to) -> {
                came[0] = true;
                page.take(id, Arrays.copyOfRange(bytes, from, to));
            });
            return true;
        } catch (HistoryException failed) {
            if (!DatabaseFailure.isOutOfMemory(failed) || came[0] || count <= 1) {
                throw failed;
            }
            return false;
        }
    }
}
