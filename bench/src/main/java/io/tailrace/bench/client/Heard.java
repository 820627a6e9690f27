package io.tailrace.bench.client;

import java.util.List;

/** What a client hears on its stream. */
public sealed interface Heard {

    /**
     * The greeting of {@code tailrace.v1}.
     *
     * @param head        position of the newest entry at that time
     * @param heartbeatMs the longest silence that is promised
     */
    record Hello(String head, long heartbeatMs) implements Heard {}

    /**
     * One entry or more.
     *
     * @param next where to resume behind them
     */
    record Entries(List<StoredEntry> entries, String next) implements Heard {}

    /**
     * A sign of life without an entry.
     *
     * @param next where to resume; empty in framings that do not tell
     */
    record Beat(String next) implements Heard {}

    /** Any other message: a gap, a refusal, a new filter. */
    record Notice(String type, String text) implements Heard {}

    /** What came is not the protocol: half a message, or something foreign. */
    record Broken(String why) implements Heard {}

    /**
     * The stream has ended, by the server or on the way.
     *
     * @param silence whether it ended because the client has waited in vain
     */
    record End(String why, boolean silence) implements Heard {

        End(String why) {
            this(why, false);
        }
    }
}
