package io.tailrace.stream;

import io.netty.buffer.ByteBuf;
import io.tailrace.filter.FilterKeys;
import org.jspecify.annotations.Nullable;

/**
 * How entries and messages of one log look on one kind of stream. Holds no state of a stream, so all streams of a kind
 * share what was framed once. A message that a kind of stream does not have is null.
 */
public interface Framing {

    /** Begins a batch of entries. */
    void begin(ByteBuf out);

    /** Adds an entry to the batch: its wire JSON in {@code [from, to)}. */
    void entry(ByteBuf out, long id, byte[] json, int from, int to);

    /** Ends the batch, after which a client resumes behind this id. */
    void end(ByteBuf out, long next);

    /** The first message: behind which id everything that is kept follows, and the newest id. */
    default @Nullable ByteBuf hello(long first, long head) {
        return null;
    }

    /** Behind which id the client resumes, and how many entries it is behind. */
    default @Nullable ByteBuf heartbeat(long next, long lag) {
        return null;
    }

    /** The filter that holds for everything behind an id. */
    default @Nullable ByteBuf filter(FilterKeys filter, long from) {
        return null;
    }

    /** Entries that the client asked for are gone. */
    ByteBuf gap(Gap gap);

    /** Entries that were left out because the client asked for that, and how many of them matched. */
    default @Nullable ByteBuf skipped(long from, long to, long count) {
        return null;
    }

    /** The last client message was refused; a position below 0 is left out. */
    ByteBuf error(String code, String error, int position);
}
