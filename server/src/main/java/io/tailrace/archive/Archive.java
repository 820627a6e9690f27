package io.tailrace.archive;

import io.tailrace.entry.EntryBlock;
import io.tailrace.log.History;
import java.io.Closeable;
import java.util.List;
import java.util.OptionalLong;

/**
 * The columnar store of everything below the hot tail that is kept. What writes to it is called by one thread, the
 * archiver's, and waits for no reader.
 */
public interface Archive extends History, Closeable {

    /**
     * Stores entries for good; when this returns they survive a crash. On the archiver's thread.
     *
     * @param blocks with contiguous ids, of which the first holds the id behind {@link #lastId}
     * @param upTo up to which id
     */
    void store(List<EntryBlock> blocks, long upTo);

    /** The highest id that was appended before this time, in microseconds. On the archiver's thread. */
    OptionalLong lastCreatedBefore(long micros);

    /**
     * Removes every entry up to this one for good. On the archiver's thread.
     *
     * @param upTo at least {@link #firstId}, at most {@link #lastId}
     */
    void remove(long upTo);

    /** On the archiver's thread. */
    ArchiveSize size();

    /** Has the database give back the space of what was removed. May take a second. On the archiver's thread. */
    void checkpoint();

    /** Whether nothing can be stored or read until it is opened again, because the database has failed. Any thread. */
    boolean hasFailed();

    /** Opens it again, and learns anew what it holds. What is being read meanwhile fails. On the archiver's thread. */
    void reopen();
}
