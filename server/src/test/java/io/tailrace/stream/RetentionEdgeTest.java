package io.tailrace.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.entry.Position;
import io.tailrace.filter.FilterKeys;
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

/** That a reader which retention overtakes is told what it lost, once, and gets the rest. */
@ExtendWith(LeakWatch.class)
final class RetentionEdgeTest {

    private static final FilterKeys ALL = FilterKeys.NONE;

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

    private static Map<String, Object> expired(long from, long to) {
        return Map.of("type", "gap", "from", from, "to", to, "reason", "expired");
    }

    @Test
    void whatWasRemovedIsNotServedFromTheTailEither() throws InterruptedException {
        rig.append("a", 5);
        rig.history.expire(3);
        RecordingOutlet client = rig.follow(ALL, after(0));
        assertThat(client.awaitId(5).ids()).containsExactly(4L, 5L);
        assertThat(client.messages("gap")).containsExactly(expired(1, 3));
    }

    @Test
    void aReaderWithARateIsToldToo() throws InterruptedException {
        RecordingOutlet client = rig.follow(ALL, new Start.Live());
        rig.onLoop(() -> client.subscription().pause());
        rig.append("a", 5);
        rig.history.expire(3);
        rig.onLoop(() -> client.subscription().rate(1000));
        rig.onLoop(() -> client.subscription().resume());
        assertThat(client.awaitId(5).ids()).containsExactly(4L, 5L);
        assertThat(client.messages("gap")).containsExactly(expired(1, 3));
    }

    @Test
    void whatIsRemovedWhileItsPageIsReadIsTold() throws InterruptedException {
        long last = rig.appendUntilArchived("a");
        rig.history.hold();
        RecordingOutlet client = rig.follow(ALL, after(0));
        rig.history.awaitHeld(1);
        rig.history.expire(40);
        rig.history.letGo();
        assertThat(client.awaitId(last).ids()).isEqualTo(ids(41, last));
        assertThat(client.messages("gap")).containsExactly(expired(1, 40));
    }

    @Test
    void theEdgeMayPassAReaderAgainAndAgain() throws InterruptedException {
        RecordingOutlet client = rig.follow(ALL, new Start.Live());
        rig.append("a", 3);
        client.awaitId(3).takeOnly(0);
        rig.append("a", 3);
        rig.history.expire(4);
        rig.drain(client);
        client.awaitId(6).takeOnly(0);
        rig.append("a", 3);
        rig.history.expire(8);
        rig.drain(client);
        assertThat(client.awaitId(9).ids()).containsExactly(1L, 2L, 3L, 5L, 6L, 9L);
        assertThat(client.messages("gap")).containsExactly(expired(4, 4), expired(7, 8));
    }

    @Test
    void aReaderWhoseEverythingWasRemovedGoesOnWithTheNextEntry() throws InterruptedException {
        rig.append("a", 5);
        rig.history.expire(5);
        RecordingOutlet client = rig.follow(ALL, after(0));
        rig.settle();
        rig.append("a", 1);
        assertThat(client.awaitId(6).ids()).containsExactly(6L);
        assertThat(client.messages("gap")).containsExactly(expired(1, 5));
    }

    @Test
    void aStartByCountOrTimeBeginsAtTheEdge() throws InterruptedException {
        rig.append("a", 5);
        rig.history.expire(3);
        assertThat(rig.follow(ALL, new Start.Last(10)).awaitId(5).ids()).containsExactly(4L, 5L);
        assertThat(rig.follow(ALL, new Start.Since(0)).awaitId(5).ids()).containsExactly(4L, 5L);
    }
}
