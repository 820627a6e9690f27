package io.tailrace.stream;

import static io.tailrace.stream.StreamRig.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.entry.Position;
import io.tailrace.fault.Faults;
import io.tailrace.filter.FilterKeys;
import io.tailrace.log.HistoryException;
import io.tailrace.testing.Await;
import io.tailrace.testing.LeakWatch;
import io.tailrace.testing.MutedLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakWatch.class)
final class CatchUpTest {

    private static final FilterKeys ALL = FilterKeys.NONE;
    private static final Start LIVE = new Start.Live();

    @TempDir
    private Path directory = Path.of("");

    private StreamRig rig;
    private @Nullable MutedLog muted;

    @BeforeEach
    void open() throws IOException {
        rig = new StreamRig(directory);
    }

    @AfterEach
    void close() throws IOException {
        rig.close();
        if (muted != null) {
            muted.close();
        }
    }

    private static Start after(long id) {
        return new Start.After(new Position("", id));
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void aSubscriberThatTakesABatchAtATimeMissesNothing() throws InterruptedException {
        long last = rig.appendUntilArchived("a");
        RecordingOutlet slow = new RecordingOutlet();
        slow.takeOnly(1);
        rig.subscribe(slow, ALL, StreamRig.LINES, after(0));
        while (!slow.ids().contains(last)) {
            int writes = slow.writes();
            rig.takeOnly(slow, 1);
            Await.until("another batch", () -> slow.writes() > writes);
        }
        assertThat(slow.ids()).isEqualTo(ids(1, last));
    }

    @Test
    void nobodyIsSentMoreAtOnceThanABatch() throws InterruptedException {
        long last = rig.appendUntilArchived("a");
        RecordingOutlet client = rig.follow(ALL, after(0));
        client.awaitId(last);
        int entryBytes = 300;
        assertThat(client.largestWrite()).isLessThan(StreamRig.LIMITS.batchBytes() + entryBytes);
    }

    @Test
    void aPageThatNobodyTakesIsDroppedAndReadAgainLater() throws InterruptedException {
        long last = rig.appendUntilArchived("a");
        RecordingOutlet client = new RecordingOutlet();
        client.takeOnly(1);
        rig.subscribe(client, ALL, StreamRig.LINES, after(0));
        client.awaitId(1);
        assertThat(rig.gauge("tailrace.stream.pages")).isEqualTo(1);
        Await.until("the page is dropped", () -> rig.gauge("tailrace.stream.pages") == 0);
        rig.drain(client);
        assertThat(client.awaitId(last).ids()).isEqualTo(ids(1, last));
    }

    @Test
    void noMorePagesWaitThanAreAllowedAndEveryReaderHasItsTurn() throws InterruptedException {
        long last = rig.appendUntilArchived("a");
        rig.history.hold();
        RecordingOutlet[] clients = new RecordingOutlet[StreamRig.LIMITS.pages() + 3];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = rig.follow(ALL, after(i));
        }
        rig.settle();
        assertThat(rig.gauge("tailrace.stream.pages")).isEqualTo(StreamRig.LIMITS.pages());
        rig.history.letGo();
        for (int i = 0; i < clients.length; i++) {
            assertThat(clients[i].awaitId(last).ids()).isEqualTo(ids(i + 1, last));
        }
        rig.settle();
        assertThat(rig.gauge("tailrace.stream.pages")).isZero();
    }

    @Test
    void readersThatAskForTheSamePageShareIt() throws InterruptedException {
        long last = rig.appendUntilArchived("a");
        rig.history.hold();
        RecordingOutlet first = rig.follow(ALL, after(0));
        RecordingOutlet second = rig.follow(ALL, after(0));
        rig.settle();
        assertThat(rig.gauge("tailrace.stream.pages")).isEqualTo(1);
        rig.history.letGo();
        assertThat(first.awaitId(last).ids()).isEqualTo(ids(1, last));
        assertThat(second.awaitId(last).ids()).isEqualTo(ids(1, last));
        assertThat(rig.count("tailrace.stream.deliveries")).isEqualTo(2 * rig.count("tailrace.stream.batches"));
    }

    @Test
    void whatIsAppendedWhileAPageIsReadComesAfterIt() throws InterruptedException {
        rig.appendUntilArchived("a");
        rig.history.hold();
        RecordingOutlet client = rig.follow(ALL, after(0));
        rig.history.awaitHeld(1);
        long last = rig.append("b", 20);
        rig.history.letGo();
        assertThat(client.awaitId(last).ids()).isEqualTo(ids(1, last));
    }

    @Test
    void aFilterReadsOnlyWhatMatchesFromTheArchiveAndFromTheTail() throws InterruptedException {
        rig.append("b", 1);
        long archived = rig.appendUntilArchived("a");
        rig.append("b", 2);
        RecordingOutlet client = rig.follow(service("b"), after(0));
        assertThat(client.awaitId(archived + 2).ids()).containsExactly(1L, archived + 1, archived + 2);
    }

    @Test
    void whatRetentionRemovedIsToldBeforeTheRest() throws InterruptedException {
        long last = rig.appendUntilArchived("a");
        rig.history.expire(40);
        RecordingOutlet client = rig.followMessages(ALL, after(9));
        assertThat(client.awaitId(last).ids()).isEqualTo(ids(41, last));
        assertThat(client.awaitMessage("gap"))
                .isEqualTo(Map.of("type", "gap", "from", 10L, "to", 40L, "reason", "expired"));
        assertThat(client.messages("gap")).hasSize(1);
        assertThat(client.awaitMessage("hello")).containsEntry("first", "e1-40");
    }

    @Test
    void whatExpiresWhileAReaderIsParkedIsTold() throws InterruptedException {
        RecordingOutlet client = rig.follow(ALL, LIVE);
        rig.append("a", 3);
        client.awaitId(3).takeOnly(0);
        long last = rig.appendUntilArchived("a");
        rig.history.expire(10);
        rig.drain(client);
        client.awaitId(last);
        assertThat(client.messages("gap"))
                .containsExactly(Map.of("type", "gap", "from", 4L, "to", 10L, "reason", "expired"));
        assertThat(client.ids()).startsWith(1L, 2L, 3L, 11L).hasSize((int) last - 7);
    }

    @Test
    void aPositionOfAnotherLogIsReadFromTheFirstEntryAfterAGap() throws InterruptedException {
        rig.append("a", 5);
        RecordingOutlet client = rig.follow(ALL, new Start.After(new Position("e2", 3)));
        assertThat(client.awaitId(5).ids()).isEqualTo(ids(1, 5));
        assertThat(client.messages("gap"))
                .containsExactly(Map.of("type", "gap", "from", 1L, "to", 3L, "reason", "reset"));
    }

    @Test
    void aClientThatLeavesWhileItsPageIsReadLeavesNothingBehind() throws InterruptedException {
        rig.appendUntilArchived("a");
        rig.history.hold();
        RecordingOutlet gone = rig.follow(ALL, after(0));
        rig.history.awaitHeld(1);
        rig.onLoop(() -> gone.subscription().close());
        rig.history.letGo();
        Await.until("the page is given back", () -> rig.gauge("tailrace.stream.pages") == 0);
        assertThat(gone.writes()).isZero();
    }

    @Test
    void aFailingArchiveEndsTheReadersThatNeedItAndNoOthers() throws InterruptedException {
        rig.appendUntilArchived("a");
        muted = MutedLog.of(Faults.class);
        rig.history.fail(() -> new HistoryException("the disk is gone", new IOException()));
        RecordingOutlet first = rig.follow(ALL, after(0));
        RecordingOutlet second = rig.follow(ALL, after(0));
        RecordingOutlet asking = rig.follow(service("b"), new Start.Last(3));
        RecordingOutlet live = rig.follow(ALL, LIVE);
        first.awaitEnd();
        second.awaitEnd();
        asking.awaitEnd();
        assertThat(first.end()).isEqualTo(Outlet.End.FAULT);
        long last = rig.append("a", 1);
        assertThat(live.awaitId(last).ids()).containsExactly(last);
        assertThat(rig.gauge("tailrace.stream.pages")).isZero();
    }

    @Test
    void anUnexpectedFailureEndsItsReaderTooInsteadOfLeavingItWaiting() throws InterruptedException {
        rig.appendUntilArchived("a");
        muted = MutedLog.of(Faults.class);
        rig.history.fail(() -> new IllegalStateException("a bug"));
        RecordingOutlet client = rig.follow(ALL, after(0));
        client.awaitEnd();
        assertThat(client.end()).isEqualTo(Outlet.End.FAULT);
        assertThat(rig.gauge("tailrace.stream.pages")).isZero();
    }
}
