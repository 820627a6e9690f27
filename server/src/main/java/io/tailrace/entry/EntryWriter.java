package io.tailrace.entry;

/** Writes an entry's wire JSON from its id, its times and the rest of it. Reusable; owned by one thread. */
public final class EntryWriter {

    private final JsonBuffer out = new JsonBuffer(1024);

    /**
     * Writes an entry over the last one.
     *
     * @param timestamp when it happened, in microseconds
     * @param createdAt when it was appended, in microseconds
     * @param body everything behind the times, from {@code "service"} to the closing brace
     * @return how many bytes it has
     */
    public int write(long id, long timestamp, long createdAt, byte[] body) {
        out.truncate(0);
        out.raw(EntryLayout.ID).number(id);
        out.raw(EntryLayout.TIMESTAMP).time(timestamp);
        out.raw(EntryLayout.CREATED_AT)
                .time(createdAt)
                .raw(EntryLayout.HEAD_END)
                .raw(body);
        return out.size();
    }

    /** The bytes of the entry, from the first on; they change with the next one. */
    public byte[] bytes() {
        return out.array();
    }
}
