package io.tailrace.http.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Await;
import io.tailrace.testing.Frame;
import io.tailrace.testing.LeakWatch;
import io.tailrace.testing.LogSender;
import io.tailrace.testing.RawWebSocket;
import io.tailrace.testing.ServerExtension;
import io.tailrace.testing.StreamReading;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that do not read, or read slowly, or say too much: what they cost, and what the others notice of it. */
@ExtendWith(LeakWatch.class)
final class SlowClientTest {

    private static final String WORD = "x".repeat(1000);
    private static final long MEGABYTE = 1 << 20;
    private static final int BATCH = 16 << 10;
    private static final long HIGH_WATER_MARK = 64 << 10;

    /** Netty takes memory in chunks. */
    private static final long ALLOCATOR_SLACK = 2 * MEGABYTE;

    @RegisterExtension
    static final ServerExtension server = new ServerExtension(TestServer.with()
            .hotTailBytes(2 * MEGABYTE)
            .archiveIntervalMillis(20)
            .sendBufferBytes(16 << 10)
            .batchBytes(BATCH)
            .eventLoops(1)
            .forceEachCommit(false));

    private final LogSender sender = server.sender();

    @AfterEach
    void everythingIsGivenBack() {
        Await.until("all streams have ended", () -> server.metric("tailrace_streams") == 0);
        Await.until("nobody is parked", () -> server.metric("tailrace_stream_parked") == 0);
        Await.until("no pages wait", () -> server.metric("tailrace_stream_pages") == 0);
    }

    private static RawWebSocket openSmall(String query) throws IOException {
        RawWebSocket client = RawWebSocket.small(server.webSocket("/ws/logs" + query));
        client.readUntil("heartbeat");
        return client;
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private static long head() {
        return (long) server.metric("tailrace_log_committed_id");
    }

    private static void awaitParked(int clients) {
        Await.until(clients + " parked", () -> server.metric("tailrace_stream_parked") == clients);
    }

    @Test
    void aClientThatNeverReadsIsParkedAndIsLevelAgainWithoutGapOrDuplicateOnceItReads() throws IOException {
        try (RawWebSocket slow = openSmall("");
                RawWebSocket other = openSmall("")) {
            long first = head() + 1;
            StreamReading reading = new StreamReading(other);
            for (int i = 0; i < 40; i++) {
                sender.sendMany(100, "flood", "info", WORD);
                reading.upTo(first + (i + 1) * 100L - 1);
            }
            long last = first + 3999;
            awaitParked(1);
            assertThat(reading.ids()).isEqualTo(ids(first, last));
            Await.until("its lag is told", () -> server.metric("tailrace_stream_lag_entries") > 3000);
            assertThat(new StreamReading(slow).upTo(last).ids()).isEqualTo(ids(first, last));
            sender.send("flood", "info", "live again");
            assertThat(new StreamReading(slow).upTo(last + 1).ids()).containsExactly(last + 1);
        }
    }

    @Test
    void aClientThatNeverReadsDoesNotSlowTheOthersDown() throws IOException {
        try (RawWebSocket slow = openSmall("");
                RawWebSocket other = openSmall("?service=probe")) {
            StreamReading reading = new StreamReading(other);
            sender.sendMany(1000, "flood", "info", WORD);
            awaitParked(1);
            List<Long> nanos = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                long begin = System.nanoTime();
                sender.send("probe", "info", "ping");
                reading.more(1);
                nanos.add(System.nanoTime() - begin);
            }
            Collections.sort(nanos);
            assertThat(TimeUnit.NANOSECONDS.toMillis(nanos.get(25)))
                    .as("post and delivery, median in ms")
                    .isLessThan(500);
            slow.vanish();
        }
    }

    /**
     * Each has a filter of its own, so they share no buffer. A client is parked once more than the high-water mark waits in
     * its channel, which the last batch may pass by its length.
     */
    @Test
    void aParkedClientCostsTheServerABatchBeyondTheHighWaterMarkAndNotItsBacklog() throws IOException {
        int clients = 64;
        List<RawWebSocket> parked = new ArrayList<>();
        try {
            for (int i = 0; i < clients; i++) {
                parked.add(openSmall("?service=flood,another" + i));
            }
            long before = directBytes();
            for (int i = 0; i < 10; i++) {
                sender.sendMany(1000, "flood", "info", WORD);
            }
            awaitParked(clients);
            Await.until("no pages wait", () -> server.metric("tailrace_stream_pages") == 0);
            long promised = clients * (HIGH_WATER_MARK + BATCH);
            assertThat(directBytes() - before).isLessThanOrEqualTo(promised + ALLOCATOR_SLACK);
        } finally {
            for (RawWebSocket client : parked) {
                client.close();
            }
        }
    }

    /** What Netty has taken, which the clients here are not part of, as their sockets are not Netty's. */
    private static long directBytes() {
        return (long) server.metric("tailrace_direct_memory_bytes");
    }

    @Test
    void aClientThatVanishesWhileItIsParkedIsForgotten() throws IOException {
        RawWebSocket gone = openSmall("");
        sender.sendMany(1000, "flood", "info", WORD);
        awaitParked(1);
        gone.vanish();
    }

    @Test
    void aClientThatVanishesWhileItReadsIsForgotten() throws IOException {
        RawWebSocket gone = openSmall("?after=0");
        gone.vanish();
        sender.sendMany(10, "flood", "info", WORD);
    }

    @Test
    void tenThousandFilterChangesInABurstAreAllAnsweredInOrder() throws Exception {
        try (RawWebSocket client = openSmall("")) {
            List<String> filters = IntStream.rangeClosed(1, 10_000)
                    .mapToObj(i -> "{\"service\":\"s" + i + "\"}")
                    .toList();
            ExecutorService writing = Executors.newVirtualThreadPerTaskExecutor();
            Future<?> written = writing.submit(() -> {
                client.texts(filters);
                return null;
            });
            for (int i = 1; i <= 10_000; i++) {
                assertThat(client.readUntil("filter").get("filter")).isEqualTo(Map.of("service", "s" + i));
            }
            written.get();
            writing.close();
            sender.send("s9999", "info", "not for the last filter");
            sender.send("s10000", "info", "for the last filter");
            assertThat(new StreamReading(client).more(1).ids()).hasSize(1);
        }
    }

    @Test
    void aClientThatSaysMuchAndReadsNothingIsNotListenedToForLong() throws IOException {
        try (RawWebSocket client = openSmall("?service=nobody")) {
            long before = directBytes();
            List<String> filters = IntStream.range(0, 1000)
                    .mapToObj(i -> "{\"service\":\"nobody" + i + "\"}")
                    .toList();
            assertThat(client.textsUntilStuck(filters, 200)).isBetween(1, 199);
            assertThat(directBytes() - before).isLessThanOrEqualTo(4 * MEGABYTE);
        }
    }

    @Test
    void aClientThatPingsMuchAndReadsNothingCostsNoMemory() throws IOException {
        try (RawWebSocket client = openSmall("?service=nobody")) {
            long before = directBytes();
            client.framesUntilStuck(0x80 | Frame.PING, new byte[125], 1 << 19);
            assertThat(directBytes() - before)
                    .as("some chunks of Netty's at most, of 64 MB that were sent")
                    .isLessThanOrEqualTo(16 * MEGABYTE);
        }
    }
}
