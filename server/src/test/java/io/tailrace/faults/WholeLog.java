package io.tailrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.ServerProcess;
import io.tailrace.testing.TailSocket;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every entry of a server's log, read by a client that starts at the first.
 *
 * @param messages by id
 */
record WholeLog(Map<Long, String> messages) {

    private static final Pattern HEAD = Pattern.compile("\"head\":\"[^\"]*-(\\d+)\"");
    private static final Pattern ENTRY = Pattern.compile(
            "\\{\"id\":(\\d+),\"timestamp\":\"[^\"]*\",\"created_at\":\"[^\"]*\",\"service\":\"[^\"]*\",\"level\":\"info\","
                    + "\"message\":\"([^\"]*)\"");

    /** Reads up to what was the newest entry when the client came. */
    static WholeLog of(ServerProcess server) throws InterruptedException {
        Map<Long, String> messages = new TreeMap<>();
        try (TailSocket socket = TailSocket.open(server.webSocket("/ws/logs?after=0"))) {
            Matcher head = HEAD.matcher(socket.await("hello"));
            assertThat(head.find()).isTrue();
            long newest = Long.parseLong(head.group(1));
            for (long last = 0; last < newest; ) {
                Matcher entry = ENTRY.matcher(socket.await("entries"));
                while (entry.find()) {
                    assertThat(Long.parseLong(entry.group(1))).isEqualTo(++last);
                    messages.put(last, entry.group(2));
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
