package io.tailrace.log;

import io.tailrace.entry.EntryBlock;

/** What became of an append. */
public sealed interface AppendResult {

    /**
     * All of it is kept.
     *
     * @param firstBlock the block that holds the first of the entries
     */
    record Appended(long firstId, long lastId, EntryBlock firstBlock) implements AppendResult {}

    /** Nothing was taken: too much waits already. Trying again in a second helps. */
    record Full() implements AppendResult {}

    /** Nothing was kept, unless the reason says that it may have been, and nothing will be until the reason is gone. */
    record Unavailable(String reason) implements AppendResult {}
}
