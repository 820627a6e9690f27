package io.tailrace.stream;

import static io.tailrace.stream.StreamRig.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.entry.Position;
import io.tailrace.filter.FilterKeys;
import io.tailrace.testing.Await;
import io.tailrace.testing.LeakWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakWatch.class)
final class RatedReaderTest {

    private static final FilterKeys ALL = FilterKeys.NONE;
    private static final Start LIVE = new Start.Live();
    private static final Start FIRST = new Start.After(new Position("", 0));

    @TempDir
    private Path directory = Path.of("");

    private StreamRig rig;

    @BeforeEach
    void open() throws IOException {
        rig = new StreamRig(directory);
    }

    @AfterEach
    void close() throws IOException {
        rig.close();
    }

    private void rate(RecordingOutlet client, int maxPerSecond) {
        rig.onLoop(() -> client.subscription().rate(maxPerSecond));
    }

    private static long number(Map<String, Object> message, String key) {
        return message.get(key) instanceof Long number ? number : -1;
    }

    /** What a client was sent or told that it was not, as ids in order: every one once, if the server keeps its word. */
    private static List<Long> accounted(RecordingOutlet client) {
        List<Long> accounted = new ArrayList<>(client.ids());
        for (Map<String, Object> skipped : client.messages("skipped")) {
            LongStream.rangeClosed(number(skipped, "from"), number(skipped, "to"))
                    .forEach(accounted::add);
        }
        return accounted.stream().sorted().toList();
    }

    private static long skippedCount(RecordingOutlet client) {
        return client.messages("skipped").stream()
                .mapToLong(skipped -> number(skipped, "count"))
                .sum();
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void whatIsSentAndWhatIsSkippedIsEverythingOnceAndTheNewestIsSent() throws InterruptedException {
        RecordingOutlet client = rig.followMessages(ALL, LIVE);
        rate(client, 20);
        long last = 0;
        for (int i = 0; i < 30; i++) {
            last = rig.append("a", 10);
        }
        assertThat(client.awaitId(last).ids()).isSorted().hasSizeLessThan(100);
        assertThat(accounted(client)).isEqualTo(ids(1, last));
        assertThat(skippedCount(client) + client.ids().size()).isEqualTo(last);
    }

    @Test
    void onlyWhatMatchesIsCountedAsSkipped() throws InterruptedException {
        RecordingOutlet client = rig.followMessages(service("a"), LIVE);
        rate(client, 10);
        long matching = 0;
        for (int i = 0; i < 20; i++) {
            rig.append("a", 3);
            rig.append("b", 7);
            matching += 3;
        }
        long last = rig.append("a", 1);
        client.awaitId(last);
        assertThat(skippedCount(client) + client.ids().size()).isEqualTo(matching + 1);
        assertThat(accounted(client)).doesNotHaveDuplicates();
    }

    @Test
    void aRateThatIsNotReachedLeavesNothingOut() throws InterruptedException {
        RecordingOutlet client = rig.followMessages(ALL, LIVE);
        rate(client, 100_000);
        long last = rig.append("a", 200);
        assertThat(client.awaitId(last).ids()).isEqualTo(ids(1, last));
        assertThat(client.messages("skipped")).isEmpty();
    }

    @Test
    void aRateOfNothingEndsTheLimit() throws InterruptedException {
        RecordingOutlet client = rig.followMessages(ALL, LIVE);
        rate(client, 10);
        long limited = rig.append("a", 50);
        client.awaitId(limited);
        rate(client, 0);
        long last = rig.append("a", 200);
        assertThat(client.awaitId(last).ids()).endsWith(ids(limited + 1, last).toArray(Long[]::new));
        assertThat(accounted(client)).isEqualTo(ids(1, last));
    }

    @Test
    void aReaderFarBehindSkipsTheArchiveToTheNewest() throws InterruptedException {
        long last = rig.appendUntilArchived("a");
        RecordingOutlet client = new RecordingOutlet();
        client.takeOnly(0);
        rig.subscribe(client, ALL, rig.messages, FIRST);
        rate(client, 20);
        rig.drain(client);
        client.awaitId(last);
        assertThat(client.ids()).isSorted().hasSizeLessThan((int) last / 2);
        assertThat(accounted(client)).isEqualTo(ids(1, last));
        assertThat(skippedCount(client) + client.ids().size()).isEqualTo(last);
    }

    @Test
    void aParkedReaderIsSentNothingUntilItTakesMore() throws InterruptedException {
        RecordingOutlet client = rig.followMessages(ALL, LIVE);
        rate(client, 100);
        rig.settle();
        client.takeOnly(0);
        int writes = client.writes();
        long last = rig.append("a", 50);
        rig.settle();
        assertThat(client.writes()).isEqualTo(writes);
        rig.drain(client);
        client.awaitId(last);
        assertThat(accounted(client)).isEqualTo(ids(1, last));
    }

    @Test
    void whatExpiredIsToldAndNotCountedAsSkipped() throws InterruptedException {
        RecordingOutlet client = rig.followMessages(ALL, LIVE);
        rate(client, 10);
        rig.settle();
        client.takeOnly(0);
        long last = rig.appendUntilArchived("a");
        rig.history.expire(30);
        rig.drain(client);
        client.awaitId(last);
        assertThat(client.messages("gap"))
                .containsExactly(Map.of("type", "gap", "from", 1L, "to", 30L, "reason", "expired"));
        assertThat(accounted(client)).isEqualTo(ids(31, last));
    }

    @Test
    void aReaderThatLeavesWhileItsPageIsReadLeavesNothingBehind() throws InterruptedException {
        rig.appendUntilArchived("a");
        RecordingOutlet client = new RecordingOutlet();
        client.takeOnly(0);
        rig.subscribe(client, ALL, rig.messages, FIRST);
        rate(client, 20);
        rig.history.hold();
        rig.drain(client);
        rig.history.awaitHeld(1);
        rig.onLoop(() -> client.subscription().close());
        rig.history.letGo();
        Await.until("the subscription is over", () -> rig.subscriptions(SubscriptionState.RATED) == 0);
        rig.settle();
        assertThat(client.ids()).isEmpty();
        assertThat(rig.subscriptions(SubscriptionState.WAITING)).isZero();
    }

    @Test
    void aFilterThatChangesUnderARateCountsForWhatComesAfterIt() throws InterruptedException {
        RecordingOutlet client = rig.followMessages(service("a"), LIVE);
        rate(client, 10);
        rig.append("b", 5);
        rig.settle();
        rig.onLoop(() -> client.subscription().filter(service("b")));
        long last = rig.append("b", 3);
        client.awaitId(last);
        assertThat(client.awaitMessage("filter"))
                .isEqualTo(Map.of("type", "filter", "filter", Map.of("service", "b"), "from", "e1-5"));
        assertThat(skippedCount(client) + client.ids().size()).isEqualTo(3);
    }
}
