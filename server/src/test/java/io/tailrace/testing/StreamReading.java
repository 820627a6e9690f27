package io.tailrace.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a {@code tailrace.v1} stream on and keeps the ids of its entries, in the order in which they came. */
public final class StreamReading {

    private final RawWebSocket client;
    private final List<Long> ids = new ArrayList<>();

    public StreamReading(RawWebSocket client) {
        this.client = client;
    }

    /** Reads until the entry with this id has come. */
    public StreamReading upTo(long id) throws IOException {
        while (ids.isEmpty() || ids.getLast() < id) {
            readEntries();
        }
        return this;
    }

    /** Reads until so many more entries have come. */
    public StreamReading more(int count) throws IOException {
        int size = ids.size() + count;
        while (ids.size() < size) {
            readEntries();
        }
        return this;
    }

    public List<Long> ids() {
        return ids;
    }

    private void readEntries() throws IOException {
        if (client.readUntil("entries").get("entries") instanceof List<?> entries) {
            for (Object entry : entries) {
                if (!(entry instanceof Map<?, ?> fields) || !(fields.get("id") instanceof Long id)) {
                    throw new IOException("not an entry: " + entry);
                }
                ids.add(id);
            }
        }
    }
}
