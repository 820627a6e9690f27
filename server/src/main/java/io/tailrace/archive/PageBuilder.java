package io.tailrace.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A page being filled in its order, until it is full and it is known whether something follows. A page is full of bytes
 * too, so that one of very large entries does not fill the memory. Owned by the query's thread.
 */
final class PageBuilder {

    static final int MAX_BYTES = 8 << 20;

    private final int limit;
    private final List<byte[]> entries = new ArrayList<>();
    private long toSkip;
    private long lastId;
    private long bytes;
    private boolean more;

    PageBuilder(long offset, int limit) {
        toSkip = offset;
        this.limit = limit;
    }

    /** Whether a page that is full takes no more than the knowledge that something follows. */
    private boolean isFull() {
        return entries.size() == limit || bytes >= MAX_BYTES;
    }

    /** Whether nothing more is to be looked for. */
    boolean isDone() {
        return more;
    }

    /** How many entries that match are to be passed over still. */
    long toSkip() {
        return toSkip;
    }

    void skip(long count) {
        toSkip -= count;
    }

    /** How many entries the page takes still, with the one that says that more follow. */
    int room() {
        return more ? 0 : limit - entries.size() + 1;
    }

    /** How many of the entries that are still to come fit, about, in bytes. */
    int roomInBytes() {
        long average = entries.isEmpty() ? 0 : bytes / entries.size();
        return average == 0 ? limit : (int) Math.max(16, Math.min(limit, (MAX_BYTES - bytes) / average));
    }

    /** Takes the next entry, or is done with it. */
    boolean take(long id, byte[] json) {
        if (toSkip > 0) {
            toSkip--;
        } else if (isFull()) {
            more = true;
        } else {
            entries.add(json);
            bytes += json.length;
            lastId = id;
        }
        return !more;
    }

    EntryPage build() {
        return new EntryPage(entries, more ? Optional.of(Long.toString(lastId)) : Optional.empty());
    }
}
