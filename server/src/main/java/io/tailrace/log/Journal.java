package io.tailrace.log;

import io.tailrace.entry.EntryBlock;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * The one copy that must survive a crash. Appended to by the appender's thread only; {@link #release} may be called from
 * another one.
 */
public interface Journal extends Closeable {

    /**
     * Hands over all entries above this id, in order, and makes ready to append behind them. Called once, before anything
     * is appended.
     *
     * @throws JournalCorruptException if a record before the last ones is damaged
     * @throws JournalVersionException if a newer version wrote it
     */
    void replay(long afterId, Consumer<EntryBlock> blocks) throws IOException;

    /**
     * Appends one group of blocks as a whole.
     *
     * @param force whether it must be on the disk before this returns
     * @throws IOException if it could not be kept; then nothing of the group is kept, and a later call may succeed
     */
    void append(List<EntryBlock> group, boolean force) throws IOException;

    /**
     * Puts on the disk what was appended without force.
     *
     * @throws IOException if that failed; it is still owed then, and a later call or append does it first
     */
    void force() throws IOException;

    /** Tries whether so many bytes could be appended, after it failed. */
    void probe(long bytes) throws IOException;

    /** Says that every id up to this one is kept elsewhere, so that its records may go. */
    void release(long id);

    /** What the journal takes on the disk, in bytes. */
    long bytes();
}
