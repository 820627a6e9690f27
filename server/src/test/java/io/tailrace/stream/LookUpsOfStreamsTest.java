package io.tailrace.stream;

import static io.tailrace.stream.StreamRig.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.entry.Position;
import io.tailrace.filter.FilterKeys;
import io.tailrace.testing.Await;
import io.tailrace.testing.LeakWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What streams look up in the history: bounded, cancelled with its client, and never in the way of others. */
@ExtendWith(LeakWatch.class)
final class LookUpsOfStreamsTest {

    private static final FilterKeys ALL = FilterKeys.NONE;
    private static final Start LIVE = new Start.Live();

    @TempDir
    private Path directory = Path.of("");

    private StreamRig rig;

    @BeforeEach
    void open() throws IOException {
        rig = new StreamRig(directory, new StreamLimits(4096, 1 << 20, 16 << 10, 4, 200));
    }

    @AfterEach
    void close() throws IOException {
        rig.close();
    }

    @Test
    void aReaderThatWaitsForItsStartHearsThatTheServerIsThere() throws InterruptedException {
        long last = rig.appendUntilArchived("a");
        rig.history.hold();
        RecordingOutlet client = rig.followMessages(service("b"), new Start.Last(5));
        rig.history.awaitHeld(1);
        Await.until("heartbeats", () -> client.messages("heartbeat").size() >= 3);
        assertThat(client.messages("heartbeat"))
                .allSatisfy(
                        beat -> assertThat(beat).containsEntry("next", "e1-0").containsEntry("lag", last));
        rig.history.letGo();
        rig.append("b", 1);
        assertThat(client.awaitId(last + 1).ids()).containsExactly(last + 1);
    }

    @Test
    void aReaderOfSomethingRareHearsHowFarItsCatchUpHasCome() throws InterruptedException {
        long last = rig.appendUntilArchived("a");
        RecordingOutlet client = rig.followMessages(service("b"), new Start.After(new Position("", 0)));
        Await.until(
                "it is level",
                () -> client.messages("heartbeat").stream().anyMatch(beat -> ("e1-" + last).equals(beat.get("next"))));
    }

    @Test
    void aStartAtTheHeadAsksNothingAndBeginsBehindTheHeadThatHelloNamed() throws InterruptedException {
        long last = rig.appendUntilArchived("a");
        rig.history.hold();
        RecordingOutlet client = rig.followMessages(ALL, new Start.Last(0));
        assertThat(client.awaitMessage("hello")).containsEntry("head", "e1-" + last);
        assertThat(client.isHeld()).isFalse();
        assertThat(client.awaitId(rig.append("a", 1)).ids()).containsExactly(last + 1);
    }

    @Test
    void aClientThatLeavesHasItsLookUpStopped() throws InterruptedException {
        rig.appendUntilArchived("a");
        rig.history.hold();
        RecordingOutlet gone = rig.follow(service("b"), new Start.Last(5));
        rig.history.awaitHeld(1);
        rig.onLoop(() -> gone.subscription().close());
        assertThat(rig.history.lastQuestion().stopped()).isNotNull();
        rig.history.letGo();
        Await.until("its place is free", () -> rig.gauge("tailrace.lookups") == 0);
    }

    @Test
    void aPageThatNobodyWaitsForAnyMoreIsStopped() throws InterruptedException {
        rig.appendUntilArchived("a");
        rig.history.hold();
        RecordingOutlet gone = rig.follow(ALL, new Start.After(new Position("", 0)));
        rig.history.awaitHeld(1);
        rig.onLoop(() -> gone.subscription().close());
        assertThat(rig.history.lastQuestion().stopped()).isNotNull();
        rig.history.letGo();
        Await.until(
                "its place is free", () -> rig.gauge("tailrace.stream.pages") == 0 && rig.gauge("tailrace.reads") == 0);
    }

    @Test
    void whoeverFindsNoPlaceForAStartIsTurnedAwayAndALiveReaderIsNot() throws InterruptedException {
        rig.appendUntilArchived("a");
        rig.history.hold();
        for (int i = 0; i < StreamRig.LOOK_UPS; i++) {
            rig.follow(service("b"), new Start.Last(5));
        }
        assertThat(rig.fanout.isOverloaded()).isTrue();
        RecordingOutlet tooMany = rig.follow(service("b"), new Start.Last(5));
        assertThat(tooMany.end()).isEqualTo(Outlet.End.FAULT);
        assertThat(rig.count("tailrace.lookups.refused")).isEqualTo(1);
        RecordingOutlet live = rig.follow(ALL, LIVE);
        long last = rig.append("a", 1);
        assertThat(live.awaitId(last).ids()).containsExactly(last);
        rig.history.letGo();
        Await.until("there are places again", () -> !rig.fanout.isOverloaded());
    }

    @Test
    void aJumpThatFindsNoPlaceIsRefusedAndTheReaderStaysWhereItIs() throws InterruptedException {
        long first = rig.appendUntilArchived("a");
        rig.history.hold();
        RecordingOutlet paused = rig.followMessages(ALL, LIVE);
        rig.onLoop(() -> paused.subscription().pause());
        for (int i = 0; i < StreamRig.LOOK_UPS; i++) {
            rig.follow(service("b"), new Start.Last(5));
        }
        long last = rig.append("a", 3);
        rig.onLoop(() -> paused.subscription().seekLive());
        assertThat(paused.awaitMessage("error")).containsEntry("code", "overloaded");
        rig.onLoop(() -> paused.subscription().resume());
        assertThat(paused.awaitId(last).ids()).containsExactly(first + 1, first + 2, first + 3);
        assertThat(paused.messages("skipped")).isEqualTo(java.util.List.<Map<String, Object>>of());
        rig.history.letGo();
    }
}
