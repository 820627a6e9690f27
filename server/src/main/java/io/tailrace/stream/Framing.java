package io.tailrace.stream;

import io.netty.buffer.ByteBuf;
import io.tailrace.filter.FilterKeys;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How entries and messages of one log look on one kind of stream. Holds no state of a stream, so all streams of a kind
 * share what was framed once. A message that a kind of stream does not have is null.
 */
public interface Framing {

    /**
     * Begins a message of entries.
     *
     * @param firstEntryBytes the wire JSON of the first of them
     */
    void begin(ByteBuf out, int firstEntryBytes);

    /** Whether a message that takes so many bytes by now takes one more entry of so many. */
    default boolean takes(int messageBytes, int entryBytes) {
        return true;
    }

    /** Adds an entry to the message: its wire JSON in {@code [from, to)}. */
    void entry(ByteBuf out, long id, byte[] json, int from, int to);

    /**
     * Ends the message.
     *
     * @param start the index in the buffer at which it began
     * @param next behind which id a client resumes after it
     */
    void end(ByteBuf out, int start, long next);

    /** The first message: behind which id everything that is kept follows, and the newest id. */
    default @Nullable ByteBuf hello(long first, long head) {
        return null;
    }

    /** Whether a heartbeat says where the client stands, so that it is worth one to say that this has changed. */
    default boolean tellsPosition() {
        return false;
    }

    /** That the server is there, and perhaps behind which id the client resumes and how many entries it is behind. */
    @Nullable
    ByteBuf heartbeat(long next, long lag);

    /** The filter that holds for everything behind an id. */
    default @Nullable ByteBuf filter(FilterKeys filter, long from) {
        return null;
    }

    /** Entries that the client asked for are gone. */
    ByteBuf gap(Gap gap);

    /** Entries that were left out because the client asked for that: how many matched, and of those, if known, were errors. */
    default @Nullable ByteBuf skipped(long from, long to, long count, OptionalLong errors) {
        return null;
    }

    /** The last client message was refused; a position below 0 is left out. */
    ByteBuf error(String code, String error, int position);
}
