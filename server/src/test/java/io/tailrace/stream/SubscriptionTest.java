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
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakWatch.class)
final class SubscriptionTest {

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

    private static List<Long> ids(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private void seek(RecordingOutlet client, String epoch, long id) {
        rig.onLoop(() -> client.subscription().seek(new Position(epoch, id)));
    }

    @Test
    void aFilterIsReplacedAtOnePointOfTheLog() throws InterruptedException {
        RecordingOutlet client = rig.followMessages(service("a"), LIVE);
        rig.append("a", 1);
        rig.append("b", 1);
        client.awaitId(1);
        rig.settle();
        rig.onLoop(() -> client.subscription().filter(service("b")));
        rig.append("a", 1);
        rig.append("b", 1);
        assertThat(client.awaitId(4).ids()).containsExactly(1L, 4L);
        assertThat(client.messages("filter"))
                .containsExactly(Map.of("type", "filter", "filter", Map.of("service", "b"), "from", "e1-2"));
    }

    @Test
    void aFilterThatIsReplacedWhileAPageIsReadCountsFromBeforeThatPage() throws InterruptedException {
        rig.append("b", 1);
        long last = rig.appendUntilArchived("a");
        rig.history.hold();
        RecordingOutlet client = rig.followMessages(service("a"), new Start.After(new Position("", 0)));
        rig.history.awaitHeld(1);
        rig.onLoop(() -> client.subscription().filter(service("b")));
        rig.history.letGo();
        Await.until(
                "it is level",
                () -> client.messages("heartbeat").stream().anyMatch(beat -> ("e1-" + last).equals(beat.get("next"))));
        assertThat(client.ids()).containsExactly(1L);
        assertThat(client.awaitMessage("filter")).containsEntry("from", "e1-0");
    }

    @Test
    void aFilterThatIsGivenAgainWhileItsPageIsReadHasItsPageReadAnew() throws InterruptedException {
        long last = rig.appendUntilArchived("a");
        rig.history.hold();
        RecordingOutlet client = rig.followMessages(service("a"), new Start.After(new Position("", 0)));
        rig.history.awaitHeld(1);
        rig.onLoop(() -> {
            client.subscription().filter(service("b"));
            client.subscription().filter(service("a"));
        });
        rig.history.letGo();
        assertThat(client.awaitId(last).ids()).isEqualTo(ids(1, last));
        assertThat(client.end()).isNull();
    }

    @Test
    void aPausedReaderGoesOnWhereItStopped() throws InterruptedException {
        RecordingOutlet client = rig.follow(ALL, LIVE);
        rig.append("a", 2);
        client.awaitId(2);
        rig.onLoop(() -> client.subscription().pause());
        long last = rig.appendUntilArchived("a");
        rig.settle();
        assertThat(client.ids()).isEqualTo(ids(1, 2));
        assertThat(rig.subscriptions(SubscriptionState.PAUSED)).isEqualTo(1);
        rig.onLoop(() -> client.subscription().resume());
        assertThat(client.awaitId(last).ids()).isEqualTo(ids(1, last));
    }

    @Test
    void aPausedReaderMayChangeItsFilterAndJumpWithoutBeingSentEntries() throws InterruptedException {
        RecordingOutlet client = rig.followMessages(ALL, LIVE);
        rig.onLoop(() -> client.subscription().pause());
        rig.append("a", 10);
        rig.onLoop(() -> client.subscription().filter(service("b")));
        seek(client, "e1", 5);
        client.awaitMessage("skipped");
        rig.append("b", 1);
        rig.settle();
        assertThat(client.ids()).isEmpty();
        rig.onLoop(() -> client.subscription().resume());
        assertThat(client.awaitId(11).ids()).containsExactly(11L);
    }

    @Test
    void aJumpToTheHeadTellsHowMuchOfWhatMatchesItLeavesOut() throws InterruptedException {
        rig.append("b", 3);
        rig.appendUntilArchived("a");
        long head = rig.append("b", 4);
        RecordingOutlet client = new RecordingOutlet();
        client.takeOnly(0);
        rig.subscribe(client, service("b"), rig.messages, new Start.After(new Position("", 1)));
        rig.onLoop(() -> client.subscription().seekLive());
        assertThat(client.awaitMessage("skipped"))
                .isEqualTo(Map.of("type", "skipped", "from", 2L, "to", head, "count", 6L));
        rig.drain(client);
        rig.append("b", 1);
        assertThat(client.awaitId(head + 1).ids()).containsExactly(head + 1);
    }

    @Test
    void aJumpToTheHeadFromTheHeadLeavesNothingOut() throws InterruptedException {
        RecordingOutlet client = rig.followMessages(ALL, LIVE);
        rig.append("a", 3);
        client.awaitId(3);
        rig.onLoop(() -> client.subscription().seekLive());
        rig.append("a", 1);
        assertThat(client.awaitId(4).ids()).isEqualTo(ids(1, 4));
        assertThat(client.messages("skipped")).isEmpty();
    }

    @Test
    void aJumpForwardTellsExactlyWhatItLeavesOut() throws InterruptedException {
        rig.append("a", 10);
        RecordingOutlet client = rig.followMessages(ALL, LIVE);
        rig.onLoop(() -> client.subscription().pause());
        rig.append("a", 10);
        seek(client, "e1", 15);
        assertThat(client.awaitMessage("skipped"))
                .isEqualTo(Map.of("type", "skipped", "from", 11L, "to", 15L, "count", 5L));
        rig.onLoop(() -> client.subscription().resume());
        assertThat(client.awaitId(20).ids()).isEqualTo(ids(16, 20));
    }

    @Test
    void aJumpBackSendsAgainWhatLiesBehindThePosition() throws InterruptedException {
        RecordingOutlet client = rig.followMessages(ALL, LIVE);
        rig.append("a", 5);
        client.awaitId(5);
        seek(client, "e1", 3);
        rig.append("a", 1);
        assertThat(client.awaitId(6).ids()).containsExactly(1L, 2L, 3L, 4L, 5L, 4L, 5L, 6L);
        assertThat(client.messages("skipped")).isEmpty();
        assertThat(client.messages("gap")).isEmpty();
    }

    @Test
    void aJumpToAPositionOfAnotherLogReadsThisOneFromItsFirstEntry() throws InterruptedException {
        rig.append("a", 3);
        RecordingOutlet client = rig.followMessages(ALL, LIVE);
        seek(client, "e2", 2);
        assertThat(client.awaitId(3).ids()).isEqualTo(ids(1, 3));
        assertThat(client.messages("gap"))
                .containsExactly(Map.of("type", "gap", "from", 1L, "to", 2L, "reason", "reset"));
    }

    @Test
    void manyFilterChangesInOneTurnLeaveNoCohortsBehind() throws InterruptedException {
        RecordingOutlet client = rig.follow(ALL, LIVE);
        rig.onLoop(() -> {
            for (int i = 0; i < 10_000; i++) {
                client.subscription().filter(service("s" + i));
            }
        });
        rig.append("s9998", 1);
        rig.append("s9999", 1);
        assertThat(client.awaitId(2).ids()).containsExactly(2L);
    }
}
