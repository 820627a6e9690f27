package io.tailrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Json;
import io.tailrace.testing.ServerProcess;
import io.tailrace.testing.TailSocket;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every entry of a server's log, read by a client that starts at the first.
 *
 * @param messages by id
 */
record WholeLog(Map<Long, String> messages) {

    /** Reads up to what was the newest entry when the client came. */
    static WholeLog of(ServerProcess server) throws InterruptedException {
        Map<Long, String> messages = new TreeMap<>();
        try (TailSocket socket = TailSocket.open(server.webSocket("/ws/logs?after=0"))) {
            String head = (String) Json.at(Json.parse(socket.await("hello")), "head");
            long newest = Long.parseLong(head.substring(head.lastIndexOf('-') + 1));
            for (long last = 0; last < newest; ) {
                for (Object entry : Json.list(socket.await("entries"), "entries")) {
                    assertThat(Json.number(entry, "id")).isEqualTo(++last);
                    messages.put(last, (String) Json.at(entry, "message"));
                }
            }
        }
        return new WholeLog(messages);
    }

    /** Everything that was acknowledged is there under its id, and nothing is there twice. */
    void assertHolds(Map<Long, String> acknowledged) {
        assertThat(messages).containsAllEntriesOf(acknowledged);
        assertThat(messages.values()).doesNotHaveDuplicates();
    }
}
