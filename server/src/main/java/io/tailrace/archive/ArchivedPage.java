package io.tailrace.archive;

import io.tailrace.filter.Filter;
import io.tailrace.log.RunningQuery;
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

    private final QueryConnections connections;
    private final RunningQuery running;
    private final Filter filter;
    private final boolean newestFirst;

    ArchivedPage(QueryConnections connections, RunningQuery running, Filter filter, boolean newestFirst) {
        this.connections = connections;
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
            if (newestFirst) {
                long from = Math.max(lowest, highest - size + 1);
                rows(page, range(from, highest));
                highest = from - 1;
            } else {
                long to = Math.min(highest, lowest + size - 1);
                rows(page, range(lowest, to));
                lowest = to + 1;
            }
            size = page.roomInBytes();
        }
    }

    private void fillFiltered(PageBuilder page, long firstId, long lastId) {
        if (page.toSkip() > lastId - firstId) {
            page.skip(count(firstId, lastId));
            return;
        }
        List<Long> ids = ids(page, firstId, lastId);
        if (ids.isEmpty() && page.toSkip() > 0) {
            page.skip(count(firstId, lastId));
            return;
        }
        page.skip(page.toSkip());
        int from = 0;
        int size = FIRST_ROWS;
        while (from < ids.size() && !page.isDone()) {
            int to = Math.min(ids.size(), from + size);
            rows(page, among(ids.subList(from, to)));
            from = to;
            size = page.roomInBytes();
        }
    }

    private long count(long firstId, long lastId) {
        Sql sql = new Sql().add("SELECT count(*) FROM entries").where(firstId, lastId, filter);
        return connections.ask(running, sql, rows -> {
            rows.next();
            return rows.getLong(1);
        });
    }

    private List<Long> ids(PageBuilder page, long firstId, long lastId) {
        Sql sql = new Sql()
                .add("SELECT id FROM entries")
                .where(firstId, lastId, filter)
                .add(newestFirst ? " ORDER BY id DESC" : " ORDER BY id")
                .add(" LIMIT ? OFFSET ?", page.room(), page.toSkip());
        return connections.ask(running, sql, rows -> {
            List<Long> ids = new ArrayList<>();
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
            return ids;
        });
    }

    /** The rows of ids that are in the page's order. Within the range of those ids the search for them is short. */
    private static Sql among(List<Long> ids) {
        long lowest = Math.min(ids.getFirst(), ids.getLast());
        long highest = Math.max(ids.getFirst(), ids.getLast());
        Sql sql = range(lowest, highest);
        return highest - lowest < ids.size() ? sql : sql.add(" AND id IN (SELECT unnest(" + ids + "::BIGINT[]))");
    }

    private static Sql range(long lowest, long highest) {
        return new Sql().add("SELECT " + WireRows.COLUMNS + " FROM entries WHERE id >= ? AND id <= ?", lowest, highest);
    }

    private void rows(PageBuilder page, Sql sql) {
        sql.add(newestFirst ? " ORDER BY id DESC" : " ORDER BY id");
        connections.read(running, sql, (id, bytes, from, to) -> page.take(id, Arrays.copyOfRange(bytes, from, to)));
    }
}
