package io.tailrace.archive;

import io.tailrace.entry.EntryBlock;
import io.tailrace.filter.Filter;
import io.tailrace.log.EventLog;
import io.tailrace.log.HotTail;
import io.tailrace.log.RunningQuery;
import java.util.List;
import java.util.Optional;

/**
 * Pages of the log, single entries, and what surrounds one: read from the hot tail as far as that goes, and from the
 * archive below. Whatever is committed before a question is in its answer. Every method blocks; any thread may call.
 */
public final class LogPages {

    /** How far back the hot tail is looked through although the archive has it too; beyond that the archive is faster. */
    private static final long HOT_ENTRIES = 50_000;

    private final EventLog log;
    private final HotTail tail;
    private final ArchiveWalk walk;
    private final TimePages inTime;

    LogPages(EventLog log, ArchiveWalk walk) {
        this.log = log;
        this.tail = log.tail();
        this.walk = walk;
        inTime = new TimePages(log, walk);
    }

    public EntryPage page(PageRequest request, RunningQuery running) {
        long lowest = Math.max(log.firstId(), request.after() + 1);
        long highest = Math.min(log.committed(), request.before() - 1);
        PageBuilder page = new PageBuilder(request.offset(), request.limit());
        if (request.newestFirst()) {
            fillBack(page, lowest, highest, request.filter(), running);
        } else {
            fillForth(page, lowest, highest, request.filter(), running);
        }
        return page.build();
    }

    /** The same in the order of when entries happened. */
    public EntryPage page(TimePageRequest request, RunningQuery running) {
        return inTime.page(request, running);
    }

    /** The newest entries that match below an id, of the newest so many of the log. */
    EntryPage newest(Filter filter, long of, long before, int limit, RunningQuery running) {
        return page(new PageRequest(filter, Math.max(0, log.committed() - of), before, true, 0, limit), running);
    }

    private void fillBack(PageBuilder page, long lowest, long highest, Filter filter, RunningQuery running) {
        long archived = log.history().lastId();
        long lowestHot = Math.max(lowest, Math.min(archived, highest - HOT_ENTRIES) + 1);
        long rest = new HotPass(tail, running)
                .back(highest, lowestHot, filter, (block, index, _) -> take(page, block, index));
        if (!page.isDone() && rest >= lowest) {
            new ArchivedPage(walk, running, filter, true).fill(page, lowest, rest);
        }
    }

    private void fillForth(PageBuilder page, long lowest, long highest, Filter filter, RunningQuery running) {
        HotPass hot = new HotPass(tail, running);
        long next = lowest;
        while (next <= highest && !page.isDone()) {
            long below = Math.min(highest, tail.firstId() - 1);
            if (next <= below) {
                new ArchivedPage(walk, running, filter, false).fill(page, next, below);
                next = below + 1;
            } else {
                next = hot.forth(next, highest, filter, (block, index, _) -> take(page, block, index));
            }
        }
    }

    private static boolean take(PageBuilder page, EntryBlock block, int index) {
        if (page.toSkip() > 0) {
            page.skip(1);
            return true;
        }
        return page.take(block.firstId() + index, block.json(index));
    }

    /** The wire JSON of an entry; empty if it is not kept, or not there yet. */
    public Optional<byte[]> entry(long id, RunningQuery running) {
        if (id < log.firstId() || id > log.committed()) {
            return Optional.empty();
        }
        Filter everything = new Filter.Everything();
        List<byte[]> found = page(new PageRequest(everything, id - 1, id + 1, false, 0, 1), running)
                .entries();
        return found.stream().findFirst();
    }

    /**
     * What surrounds an entry.
     *
     * @param before what matches before it, oldest first
     * @param after what matches behind it, oldest first
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares contexts.
    public record Context(List<byte[]> before, byte[] entry, List<byte[]> after) {}

    /** So many entries that match on both sides of an entry; empty if the entry itself is not there. */
    public Optional<Context> context(long id, int before, int after, Filter filter, RunningQuery running) {
        if (filter.equals(new Filter.Everything())) {
            Optional<Context> neighbours = neighbours(id, before, after, running);
            if (neighbours.isPresent()) {
                return neighbours;
            }
        }
        return entry(id, running)
                .map(entry -> new Context(
                        page(PageRequest.below(id, filter, before), running)
                                .entries()
                                .reversed(),
                        entry,
                        page(PageRequest.above(id, filter, after), running).entries()));
    }

    /** An entry and those next to it in one page; empty if they do not fit into one, or retention just removed some. */
    private Optional<Context> neighbours(long id, int before, int after, RunningQuery running) {
        long first = Math.max(log.firstId(), id - before);
        long last = Math.min(log.committed(), id + after);
        if (id < first || id > last) {
            return Optional.empty();
        }
        int count = (int) (last - first + 1);
        PageRequest request = new PageRequest(new Filter.Everything(), first - 1, last + 1, false, 0, count);
        List<byte[]> entries = page(request, running).entries();
        if (entries.size() != count) {
            return Optional.empty();
        }
        int at = (int) (id - first);
        return Optional.of(new Context(entries.subList(0, at), entries.get(at), entries.subList(at + 1, count)));
    }
}
