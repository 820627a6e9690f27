package io.tailrace.stream;

import static io.tailrace.stream.StreamRig.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.entry.Position;
import io.tailrace.filter.FilterKeys;
import io.tailrace.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeartbeatsTest {

    private static final FilterKeys ALL = FilterKeys.NONE;
    private static final Start LIVE = new Start.Live();
    private static final StreamLimits OFTEN = new StreamLimits(4096, 1 << 20, 16 << 10, 4, 100);

    @TempDir
    private Path directory = Path.of("");

    private static Map<String, Object> heartbeat(long next, long lag) {
        return Map.of("type", "heartbeat", "next", "e1-" + next, "lag", lag);
    }

    @Test
    void aReaderHearsThatItIsLevelAsSoonAsItIs() throws IOException, InterruptedException {
        try (StreamRig rig = new StreamRig(directory)) {
            long last = rig.appendUntilArchived("a");
            RecordingOutlet client = rig.followMessages(service("b"), new Start.After(new Position("", 0)));
            assertThat(client.awaitMessage("heartbeat")).isEqualTo(heartbeat(last, 0));
        }
    }

    @Test
    void aReaderHearsThatItsPositionMovesAlthoughNothingMatches() throws IOException {
        try (StreamRig rig = new StreamRig(directory)) {
            RecordingOutlet client = rig.followMessages(service("b"), LIVE);
            rig.append("a", 7);
            Await.until("a heartbeat", () -> client.messages("heartbeat").contains(heartbeat(7, 0)));
            assertThat(client.ids()).isEmpty();
        }
    }

    @Test
    void aReaderHearsThatItFallsIdleAfterEntries() throws IOException, InterruptedException {
        try (StreamRig rig = new StreamRig(directory)) {
            RecordingOutlet client = rig.followMessages(ALL, LIVE);
            rig.append("a", 3);
            client.awaitId(3);
            Await.until("a heartbeat", () -> client.messages("heartbeat").contains(heartbeat(3, 0)));
        }
    }

    @Test
    void aReaderWithARateHearsThatItsPositionMoves() throws IOException {
        try (StreamRig rig = new StreamRig(directory)) {
            RecordingOutlet client = rig.followMessages(service("b"), LIVE);
            rig.onLoop(() -> client.subscription().rate(100));
            rig.append("a", 7);
            Await.until("a heartbeat", () -> client.messages("heartbeat").contains(heartbeat(7, 0)));
        }
    }

    @Test
    void anIdleReaderHearsOfItsPositionAtEachInterval() throws IOException {
        try (StreamRig rig = new StreamRig(directory, OFTEN)) {
            RecordingOutlet client = rig.followMessages(ALL, LIVE);
            Await.until("heartbeats", () -> client.messages("heartbeat").size() >= 4);
            assertThat(client.messages("heartbeat")).containsOnly(heartbeat(0, 0));
        }
    }

    @Test
    void aPausedReaderHearsHowFarItIsBehind() throws IOException {
        try (StreamRig rig = new StreamRig(directory, OFTEN)) {
            RecordingOutlet client = rig.followMessages(ALL, LIVE);
            rig.append("a", 2);
            rig.settle();
            rig.onLoop(() -> client.subscription().pause());
            rig.append("a", 5);
            Await.until("a heartbeat", () -> client.messages("heartbeat").contains(heartbeat(2, 5)));
        }
    }

    @Test
    void aReaderThatTakesNothingIsNotSentHeartbeatsEither() throws IOException {
        try (StreamRig rig = new StreamRig(directory, OFTEN)) {
            RecordingOutlet parked = rig.followMessages(ALL, LIVE);
            RecordingOutlet other = rig.followMessages(ALL, LIVE);
            rig.settle();
            parked.takeOnly(0);
            int writes = parked.writes();
            int heartbeats = other.messages("heartbeat").size();
            Await.until("heartbeats", () -> other.messages("heartbeat").size() >= heartbeats + 3);
            assertThat(parked.writes()).isEqualTo(writes);
        }
    }
}
