package io.tailrace.http.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Frame;
import io.tailrace.testing.LeakWatch;
import io.tailrace.testing.LogSender;
import io.tailrace.testing.RawWebSocket;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How large the messages of {@code tailrace.v1} are, which decides what clients with the usual limits can read. */
@ExtendWith(LeakWatch.class)
final class MessageSizeTest {

    private static final Pattern ID = Pattern.compile("\\{\"id\":(\\d+),\"timestamp\":");

    @Test
    void aMessageIsBelow60000BytesUnlessOneEntryAloneIsLarger(@TempDir Path data) throws IOException {
        try (TestServer server = TestServer.with().forceEachCommit(false).start(data);
                LogSender sender = new LogSender(server.http("/api/logs"))) {
            List<Integer> sizes = sizes();
            for (int size : sizes) {
                sender.send("size", "info", "x".repeat(size));
            }
            try (RawWebSocket live = RawWebSocket.v1(server.webSocket("/ws/logs?after=0"))) {
                List<Long> ids = new ArrayList<>();
                while (ids.size() < sizes.size()) {
                    Frame frame = live.read();
                    List<Long> inMessage = ids(frame.text());
                    assertThat(frame.payload().length < 60_000 || inMessage.size() == 1)
                            .as("a message of %d bytes with %d entries", frame.payload().length, inMessage.size())
                            .isTrue();
                    ids.addAll(inMessage);
                }
                assertThat(ids)
                        .isEqualTo(
                                LongStream.rangeClosed(1, sizes.size()).boxed().toList());
            }
        }
    }

    /** Small entries in runs, entries about the size of a message and of a medium frame, and large ones between. */
    private static List<Integer> sizes() {
        List<Integer> sizes = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 400; i++) {
            sizes.add(1 + random.nextInt(2000));
        }
        for (int size = 59_300; size < 60_100; size += 40) {
            sizes.add(size);
        }
        for (int size = 65_150; size < 65_600; size += 20) {
            sizes.add(size);
        }
        sizes.addAll(List.of(20_000, 29_900, 29_900, 29_700, 29_700, 200_000, 1, 1, 200_000, 200_000));
        return sizes;
    }

    private static List<Long> ids(String message) {
        List<Long> ids = new ArrayList<>();
        for (Matcher id = ID.matcher(message); id.find(); ) {
            ids.add(Long.valueOf(id.group(1)));
        }
        return ids;
    }
}
