package io.tailrace.archive;

import io.tailrace.entry.EntryBlock;
import io.tailrace.filter.Filter;
import io.tailrace.log.EventLog;
import io.tailrace.log.History;
import io.tailrace.log.HistoryException;
import io.tailrace.log.HotTail;
import io.tailrace.log.RunningQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Pages in the order of when entries happened. Rows lie in the order of their ids, and an entry may come late, so every
 * range may hold one of the page: each is asked for its first places only, and none for what is beyond those that were found
 * before, which a range whose times are all beyond answers at once. The bodies of the places that make the page are read
 * then. Any thread may ask; every question blocks.
 */
final class TimePages {

    /** So many bodies are read before it is known how large they are. */
    private static final int FIRST_BODIES = 100;

    private final EventLog log;
    private final HotTail tail;
    private final ArchiveWalk walk;

    TimePages(EventLog log, ArchiveWalk walk) {
        this.log = log;
        tail = log.tail();
        this.walk = walk;
    }

    EntryPage page(TimePageRequest request, RunningQuery running) {
        LogHalves halves = new LogHalves(log, walk, running);
        Filter filter = request.wanted();
        int offset = (int) Math.min(request.offset(), PassedOver.FEW);
        if (request.offset() > PassedOver.FEW) {
            Optional<PassedOver.Rest> rest =
                    new PassedOver(halves, running, request.newestFirst()).of(filter, request.offset());
            if (rest.isEmpty()) {
                return new EntryPage(List.of(), Optional.empty());
            }
            offset = (int) rest.get().offset();
            TimePosition from = rest.get().position();
            filter = new Filter.And(List.of(request.newestFirst() ? from.before() : from.after(), filter));
        }
        FirstInTime first = new FirstInTime(request.newestFirst(), offset + request.limit() + 1);
        find(first, halves, filter, request.newestFirst());
        List<TimePosition> found = first.inOrder();
        return fill(
                found.subList(Math.min(offset, found.size()), found.size()),
                found.size() == first.most(),
                request.limit(),
                running);
    }

    private static void find(FirstInTime first, LogHalves halves, Filter filter, boolean newestFirst) {
        halves.walk(
                newestFirst,
                filter,
                entry -> first.show(entry.timestamp(), entry.id()),
                range -> {
                    long edge = first.edge();
                    Sql sql = new Sql().add("SELECT epoch_us(timestamp), id FROM entries");
                    sql.where(range.first(), range.last(), upTo(edge, newestFirst, filter));
                    String down = newestFirst ? " DESC" : "";
                    return sql.add(" ORDER BY timestamp" + down + ", id" + down + " LIMIT ?", first.most());
                },
                TimePages::positions,
                positions -> positions.forEach(position -> first.show(position.timestamp(), position.id())));
    }

    private static Filter upTo(long edge, boolean newestFirst, Filter filter) {
        if (edge == Long.MIN_VALUE || edge == Long.MAX_VALUE) {
            return filter;
        }
        return new Filter.And(
                List.of(newestFirst ? new Filter.TimestampFrom(edge) : new Filter.TimestampBefore(edge + 1), filter));
    }

    private static List<TimePosition> positions(ResultSet rows) throws SQLException {
        List<TimePosition> positions = new ArrayList<>();
        while (rows.next()) {
            positions.add(new TimePosition(rows.getLong(1), rows.getLong(2)));
        }
        return positions;
    }

    /**
     * What retention took meanwhile is passed over, as if it had been gone before.
     *
     * @param more whether something may follow what was found
     */
    private EntryPage fill(List<TimePosition> found, boolean more, int limit, RunningQuery running) {
        PageBuilder page = new PageBuilder(0, limit);
        int size = FIRST_BODIES;
        int at = 0;
        while (at < found.size() && !page.isDone()) {
            List<TimePosition> some = found.subList(at, Math.min(found.size(), at + Math.min(size, page.room())));
            Map<Long, byte[]> bodies = bodies(some, running);
            for (TimePosition position : some) {
                byte[] body = bodies.get(position.id());
                if (body != null && !page.take(position.id(), body)) {
                    break;
                }
                at++;
            }
            size = page.roomInBytes();
        }
        boolean goesOn = at > 0 && (more || at < found.size());
        Optional<String> next = goesOn ? Optional.of(found.get(at - 1).toString()) : Optional.empty();
        return new EntryPage(page.build().entries(), next);
    }

    private Map<Long, byte[]> bodies(List<TimePosition> positions, RunningQuery running) {
        Map<Long, byte[]> bodies = new HashMap<>();
        Map<Long, List<Long>> archived = new TreeMap<>();
        for (TimePosition position : positions) {
            long id = position.id();
            EntryBlock block = tail.at(tail.sequenceOf(id), id);
            if (block == null) {
                archived.computeIfAbsent(Math.floorDiv(id - 1, History.RANGE_IDS), _ -> new ArrayList<>())
                        .add(id);
            } else {
                bodies.put(id, block.json(block.indexOf(id)));
            }
        }
        for (List<Long> ids : archived.values()) {
            Collections.sort(ids);
            read(ids, running, bodies);
        }
        return bodies;
    }

    /** Entries may be so large that the database has no room for all of these at once. */
    private void read(List<Long> ids, RunningQuery running, Map<Long, byte[]> bodies) {
        try {
            walk.connections()
                    .read(
                            running,
                            ArchivedPage.among(ids),
                            (id, bytes, from, to) -> bodies.put(id, Arrays.copyOfRange(bytes, from, to)));
        } catch (HistoryException failed) {
            if (!DatabaseFailure.isOutOfMemory(failed) || ids.size() == 1) {
                throw failed;
            }
            read(ids.subList(0, ids.size() / 2), running, bodies);
            read(ids.subList(ids.size() / 2, ids.size()), running, bodies);
        }
    }
}
