package io.tailrace.bench.load;

import java.nio.charset.StandardCharsets;

/** How a stamped entry is written for a server, so that the stamp comes back right behind the id. */
public enum Dialect {
    /** The stamp is the entry's {@code timestamp}. */
    TAILRACE("{\"timestamp\":\"", StampText.LENGTH, "\""),
    /** The stamp is the entry's {@code user_id}: the hub has no time stamp of the sender's. */
    HUB("{\"user_id\":", 16, "");

    private final String beforeStamp;
    private final int stampLength;
    private final String afterStamp;

    Dialect(String beforeStamp, int stampLength, String afterStamp) {
        this.beforeStamp = beforeStamp;
        this.stampLength = stampLength;
        this.afterStamp = afterStamp;
    }

    /** Where the stamp begins in an entry. */
    int stampAt() {
        return beforeStamp.length();
    }

    byte[] stamp(StampText text, long epochMicros) {
        return switch (this) {
            case TAILRACE -> text.at(epochMicros);
            case HUB -> Long.toString(epochMicros).getBytes(StandardCharsets.US_ASCII);
        };
    }

    /** A whole entry with room for the stamp. */
    byte[] entry(Corpus corpus) {
        String tail = switch (this) {
            case TAILRACE -> corpus.entryTail();
            case HUB -> corpus.hubEntryTail();
        };
        return (beforeStamp + "0".repeat(stampLength) + afterStamp + tail).getBytes(StandardCharsets.US_ASCII);
    }
}
