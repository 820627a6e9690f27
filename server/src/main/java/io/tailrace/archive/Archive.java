package io.tailrace.archive;

import io.tailrace.entry.EntryBlock;
import io.tailrace.log.History;
import java.io.Closeable;
import java.util.List;
import java.util.OptionalLong;

/** The columnar store of everything below the hot tail that is kept. */
public interface Archive extends History, Closeable {

    /**
     * Stores entries for good; when this returns they survive a crash. Called by one thread.
     *
     * @param blocks with contiguous ids, of which the first holds the id behind {@link #lastId}
     * @param upTo up to which id
     */
    void store(List<EntryBlock> blocks, long upTo);

    /** The highest id that was appended before this time, in microseconds. */
    OptionalLong lastCreatedBefore(long micros);

    /**
     * Removes every entry up to this one for good. Called by the thread that stores.
     *
     * @param upTo at least {@link #firstId}, at most {@link #lastId}
     */
    void remove(long upTo);

    ArchiveSize size();

    /** Has the database give back the space of what was removed. May take a second; reads go on. */
    void checkpoint();
}
