package io.tailrace.http.tail;

import io.tailrace.entry.JsonBuffer;
import io.tailrace.entry.Position;
import io.tailrace.filter.FilterKeys;
import io.tailrace.stream.Gap;
import java.util.OptionalLong;

/** The JSON of the messages that a server sends beside entries, for every kind of stream that has them. */
final class Messages {

    private Messages() {}

    static JsonBuffer hello(String version, Position first, Position head, long heartbeatMillis) {
        return start("hello")
                .ascii(",\"version\":")
                .string(version)
                .ascii(",\"epoch\":")
                .string(head.epoch())
                .ascii(",\"first\":")
                .string(first.toString())
                .ascii(",\"head\":")
                .string(head.toString())
                .ascii(",\"heartbeat_ms\":")
                .number(heartbeatMillis)
                .ascii('}');
    }

    static JsonBuffer heartbeat(Position next, long lag) {
        return start("heartbeat")
                .ascii(",\"next\":")
                .string(next.toString())
                .ascii(",\"lag\":")
                .number(lag)
                .ascii('}');
    }

    static JsonBuffer filter(FilterKeys filter, Position from) {
        JsonBuffer out = start("filter").ascii(",\"filter\":");
        filter.writeTo(out);
        return out.ascii(",\"from\":").string(from.toString()).ascii('}');
    }

    static JsonBuffer gap(Gap gap) {
        return start("gap")
                .ascii(",\"from\":")
                .number(gap.from())
                .ascii(",\"to\":")
                .number(gap.to())
                .ascii(",\"reason\":")
                .string(gap.reason().text())
                .ascii('}');
    }

    /** What was left out; how many of them were errors is left out if it is not known. */
    static JsonBuffer skipped(long from, long to, long count, OptionalLong errors) {
        JsonBuffer out = start("skipped")
                .ascii(",\"from\":")
                .number(from)
                .ascii(",\"to\":")
                .number(to)
                .ascii(",\"count\":")
                .number(count);
        if (errors.isPresent()) {
            out.ascii(",\"errors\":").number(errors.getAsLong());
        }
        return out.ascii('}');
    }

    /** An error; its position in the client's text is left out if it is below 0. */
    static JsonBuffer error(String code, String error, int position) {
        JsonBuffer out = start("error")
                .ascii(",\"code\":")
                .string(code)
                .ascii(",\"error\":")
                .string(error);
        if (position >= 0) {
            out.ascii(",\"position\":").number(position);
        }
        return out.ascii('}');
    }

    private static JsonBuffer start(String type) {
        return new JsonBuffer(160).ascii("{\"type\":").string(type);
    }
}
