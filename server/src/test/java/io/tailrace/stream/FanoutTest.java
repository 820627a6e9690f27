package io.tailrace.stream;

import static io.tailrace.stream.StreamRig.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.entry.Position;
import io.tailrace.filter.FilterKeys;
import io.tailrace.testing.Await;
import io.tailrace.testing.LeakWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakWatch.class)
final class FanoutTest {

    private static final FilterKeys ALL = FilterKeys.NONE;
    private static final Start LIVE = new Start.Live();

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

    private static Start after(long id) {
        return new Start.After(new Position("", id));
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void aLiveSubscriptionIsSentWhatIsAppendedAfterItsBegin() throws InterruptedException {
        rig.append("a", 3);
        RecordingOutlet client = rig.follow(ALL, LIVE);
        rig.append("a", 2);
        assertThat(client.awaitId(5).ids()).containsExactly(4L, 5L);
    }

    @Test
    void subscribersOfOneFilterShareOneReadAndOneBuffer() throws InterruptedException {
        RecordingOutlet first = rig.follow(ALL, LIVE);
        RecordingOutlet second = rig.follow(ALL, LIVE);
        RecordingOutlet other = rig.follow(service("a"), LIVE);
        rig.append("a", 10);
        first.awaitId(10);
        second.awaitId(10);
        other.awaitId(10);
        assertThat(rig.count("tailrace.stream.batches")).isEqualTo(2);
        assertThat(rig.count("tailrace.stream.deliveries")).isEqualTo(3);
    }

    @Test
    void subscribersFromDifferentPositionsEndUpSharingOneRead() throws InterruptedException {
        long last = rig.appendUntilArchived("a");
        List<RecordingOutlet> clients = List.of(
                rig.follow(ALL, after(0)),
                rig.follow(ALL, after(7)),
                rig.follow(ALL, after(last - 3)),
                rig.follow(ALL, LIVE));
        assertThat(clients.get(0).awaitId(last).ids()).isEqualTo(ids(1, last));
        assertThat(clients.get(1).awaitId(last).ids()).isEqualTo(ids(8, last));
        assertThat(clients.get(2).awaitId(last).ids()).isEqualTo(ids(last - 2, last));
        rig.settle();
        double batches = rig.count("tailrace.stream.batches");
        double deliveries = rig.count("tailrace.stream.deliveries");
        rig.append("a", 1);
        for (RecordingOutlet client : clients) {
            client.awaitId(last + 1);
        }
        assertThat(rig.count("tailrace.stream.batches") - batches).isEqualTo(1);
        assertThat(rig.count("tailrace.stream.deliveries") - deliveries).isEqualTo(4);
    }

    @Test
    void aSubscriberThatTakesNothingDoesNotHoldUpTheOthers() throws InterruptedException {
        RecordingOutlet stalled = rig.follow(ALL, LIVE);
        RecordingOutlet other = rig.follow(ALL, LIVE);
        stalled.takeOnly(0);
        long last = rig.append("a", 100);
        assertThat(other.awaitId(last).ids()).isEqualTo(ids(1, last));
        assertThat(stalled.writes()).isZero();
        Await.until("it is counted as parked", () -> rig.gauge("tailrace.stream.parked") == 1);
        assertThat(rig.gauge("tailrace.stream.lag.entries")).isEqualTo(100);
    }

    @Test
    void aParkedSubscriberCatchesUpWithoutGapOrDuplicate() throws InterruptedException {
        RecordingOutlet parked = rig.follow(ALL, LIVE);
        RecordingOutlet other = rig.follow(ALL, LIVE);
        rig.append("a", 5);
        parked.awaitId(5).takeOnly(0);
        long last = rig.appendUntilArchived("a");
        other.awaitId(last);
        rig.drain(parked);
        assertThat(parked.awaitId(last).ids()).isEqualTo(ids(1, last));
        rig.settle();
        double batches = rig.count("tailrace.stream.batches");
        rig.append("a", 1);
        parked.awaitId(last + 1);
        other.awaitId(last + 1);
        assertThat(rig.count("tailrace.stream.batches") - batches)
                .as("it reads with its group again")
                .isEqualTo(1);
    }

    @Test
    void aGroupOfWhichNobodyTakesMoreGoesOnWhenOneDoes() throws InterruptedException {
        RecordingOutlet first = rig.follow(ALL, LIVE);
        RecordingOutlet second = rig.follow(ALL, LIVE);
        first.takeOnly(0);
        second.takeOnly(0);
        rig.append("a", 10);
        rig.settle();
        rig.drain(first);
        assertThat(first.awaitId(10).ids()).isEqualTo(ids(1, 10));
        assertThat(second.writes()).isZero();
        rig.drain(second);
        assertThat(second.awaitId(10).ids()).isEqualTo(ids(1, 10));
    }

    @Test
    void aClientThatLeavesWhileItsStartIsLookedForLeavesNothingBehind() throws InterruptedException {
        rig.appendUntilArchived("a");
        rig.history.hold();
        RecordingOutlet gone = rig.follow(ALL, new Start.Last(1000));
        rig.history.awaitHeld(1);
        rig.onLoop(() -> gone.subscription().close());
        rig.history.letGo();
        RecordingOutlet other = rig.follow(ALL, LIVE);
        long last = rig.append("a", 1);
        other.awaitId(last);
        rig.settle();
        assertThat(gone.writes()).isZero();
        assertThat(rig.subscriptions(SubscriptionState.FOLLOWING)).isEqualTo(1);
        assertThat(rig.subscriptions(SubscriptionState.WAITING)).isZero();
    }

    @Test
    void commandsAreHeldBackWhileAWorkerLooks() throws InterruptedException {
        long last = rig.appendUntilArchived("a");
        rig.history.hold();
        RecordingOutlet client = rig.follow(ALL, new Start.Last(1000));
        assertThat(client.isHeld()).isTrue();
        rig.history.letGo();
        client.awaitId(last);
        assertThat(client.isHeld()).isFalse();
    }

    @Test
    void everyStreamIsToldWhenTheServerShutsDown() throws InterruptedException {
        RecordingOutlet live = rig.follow(ALL, LIVE);
        RecordingOutlet parked = rig.follow(ALL, LIVE);
        parked.takeOnly(0);
        rig.append("a", 1);
        live.awaitId(1);
        rig.onLoop(rig.fanout::stop);
        assertThat(live.end()).isEqualTo(Outlet.End.SHUTTING_DOWN);
        assertThat(parked.end()).isEqualTo(Outlet.End.SHUTTING_DOWN);
        assertThat(rig.subscriptions(SubscriptionState.FOLLOWING)).isZero();
    }

    @Test
    void manyFiltersAreServedAtOnceEachWithItsOwnEntries() throws InterruptedException {
        RecordingOutlet[] clients = new RecordingOutlet[20];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = rig.follow(service("s" + i), LIVE);
        }
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < clients.length; i++) {
                rig.append("s" + i, 1);
            }
        }
        for (int i = 0; i < clients.length; i++) {
            long first = i + 1L;
            assertThat(clients[i].awaitId(first + 80).ids())
                    .containsExactly(first, first + 20, first + 40, first + 60, first + 80);
        }
    }
}
