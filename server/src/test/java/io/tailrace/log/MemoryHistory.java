package io.tailrace.log;

import io.tailrace.entry.EntryBlock;
import io.tailrace.entry.EntryView;
import io.tailrace.filter.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A history in memory that takes from the tail when the test says so, and survives the logs above it. Any thread may
 * read; one at a time takes.
 */
final class MemoryHistory implements History {

    private final ConcurrentSkipListMap<Long, EntryBlock> blocks = new ConcurrentSkipListMap<>();
    private volatile long lastId;

    /** Whether asking for its end breaks. */
    volatile boolean breaks;

    /** Takes over what the tail holds up to this id. */
    void take(HotTail tail, long upTo) {
        long sequence = tail.sequenceOf(lastId + 1);
        while (lastId < upTo) {
            EntryBlock block = tail.at(sequence++, lastId + 1);
            if (block == null) {
                throw new AssertionError("entry " + (lastId + 1) + " left the tail before the history had it");
            }
            blocks.put(block.firstId(), block);
            lastId = Math.min(upTo, block.lastId());
        }
    }

    @Override
    public long firstId() {
        return blocks.isEmpty() ? 1 : blocks.firstKey();
    }

    @Override
    public long lastId() {
        if (breaks) {
            throw new IllegalStateException("the history broke");
        }
        return lastId;
    }

    @Override
    public OptionalLong lastCreatedAt() {
        return blocks.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(blocks.lastEntry().getValue().createdAt());
    }

    @Override
    public long read(
            Filter filter, long after, long upTo, int maxEntries, long maxBytes, EntrySink sink, RunningQuery running) {
        long end = History.firstRange(after, upTo);
        long bytes = 0;
        List<Long> ids = matching(filter, after, end);
        for (int i = 0; i < ids.size(); i++) {
            long id = ids.get(i);
            EntryBlock block = blocks.floorEntry(id).getValue();
            int index = block.indexOf(id);
            sink.entry(id, block.bytes(), block.start(index), block.end(index));
            bytes += block.end(index) - block.start(index);
            if (i + 1 == maxEntries || bytes >= maxBytes) {
                return id;
            }
        }
        return end;
    }

    @Override
    public long count(Filter filter, long after, long upTo, RunningQuery running) {
        return matching(filter, after, upTo).size();
    }

    @Override
    public Newest nthNewest(Filter filter, long after, long upTo, long n, RunningQuery running) {
        List<Long> ids = matching(filter, after, upTo);
        return ids.isEmpty()
                ? Newest.NONE
                : new Newest(Math.min(n, ids.size()), ids.get((int) Math.max(0, ids.size() - n)));
    }

    @Override
    public OptionalLong firstCreatedSince(long micros, RunningQuery running) {
        return blocks.values().stream()
                .filter(block -> block.createdAt() >= micros)
                .mapToLong(EntryBlock::firstId)
                .filter(id -> id <= lastId)
                .findFirst();
    }

    private List<Long> matching(Filter filter, long after, long upTo) {
        if (upTo > lastId) {
            throw new AssertionError("asked for " + upTo + ", but the history ends at " + lastId);
        }
        if (upTo - after > RANGE_IDS) {
            throw new AssertionError("asked for " + (upTo - after) + " ids at once");
        }
        List<Long> ids = new ArrayList<>();
        EntryView view = new EntryView();
        for (long id = after + 1; id <= upTo; id++) {
            EntryBlock block = blocks.floorEntry(id).getValue();
            if (filter.matches(view.at(block, block.indexOf(id)))) {
                ids.add(id);
            }
        }
        return ids;
    }
}
