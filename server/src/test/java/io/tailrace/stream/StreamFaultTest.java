package io.tailrace.stream;

import static io.tailrace.stream.StreamRig.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.tailrace.entry.Position;
import io.tailrace.fault.Faults;
import io.tailrace.filter.FilterKeys;
import io.tailrace.testing.Await;
import io.tailrace.testing.LeakWatch;
import io.tailrace.testing.MutedLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** That what fails in the streams ends what it happened in, is counted, and everybody else goes on. */
@ExtendWith(LeakWatch.class)
final class StreamFaultTest {

    private static final FilterKeys ALL = FilterKeys.NONE;
    private static final Start LIVE = new Start.Live();
    private static final Start FIRST = new Start.After(new Position("", 0));

    @TempDir
    private Path directory = Path.of("");

    private StreamRig rig;
    private MutedLog muted;

    @BeforeEach
    void open() throws IOException {
        muted = MutedLog.of(Faults.class);
        rig = new StreamRig(directory);
    }

    @AfterEach
    void close() throws IOException {
        rig.close();
        muted.close();
    }

    private double faults(String seam) {
        return rig.meters.get("tailrace.faults").tag("seam", seam).counter().count();
    }

    /** Another framing that fails at the second entry of a batch while it is told to. */
    private static final class Breaking implements Framing {

        private final Framing inner;
        private final AtomicBoolean breaks = new AtomicBoolean();
        private int inMessage;

        Breaking(Framing inner) {
            this.inner = inner;
        }

        @Override
        public void begin(ByteBuf out, int firstEntryBytes) {
            inMessage = 0;
            inner.begin(out, firstEntryBytes);
        }

        @Override
        public void entry(ByteBuf out, long id, byte[] json, int from, int to) {
            inner.entry(out, id, json, from, to);
            if (++inMessage == 2 && breaks.get()) {
                throw new AssertionError("a test's");
            }
        }

        @Override
        public void end(ByteBuf out, int start, long next) {
            inner.end(out, start, next);
        }

        @Override
        public @Nullable ByteBuf heartbeat(long next, long lag) {
            return inner.heartbeat(next, lag);
        }

        @Override
        public ByteBuf gap(Gap gap) {
            return inner.gap(gap);
        }

        @Override
        public ByteBuf error(String code, String error, int position) {
            return inner.error(code, error, position);
        }
    }

    @Test
    void whatFailsWhileItIsFramedEndsItsReadersAndLeavesNoHalfMessageForOthers() throws InterruptedException {
        Breaking breaking = new Breaking(rig.messages);
        RecordingOutlet broken = rig.subscribe(new RecordingOutlet(), ALL, breaking, LIVE);
        RecordingOutlet other = rig.follow(ALL, LIVE);
        breaking.breaks.set(true);
        rig.append("a", 5);
        broken.awaitEnd();
        assertThat(broken.end()).isEqualTo(Outlet.End.FAULT);
        assertThat(broken.ids()).isEmpty();
        assertThat(faults("reader")).isEqualTo(1);

        breaking.breaks.set(false);
        RecordingOutlet next = rig.subscribe(new RecordingOutlet(), ALL, breaking, LIVE);
        long last = rig.append("a", 3);
        assertThat(next.awaitId(last).ids()).containsExactly(last - 2, last - 1, last);
        assertThat(other.awaitId(last).ids()).hasSize(8);
    }

    @Test
    void aPageThatFailsWhileItIsFramedEndsItsReadersAndGivesItsBuffersBack() throws InterruptedException {
        long last = rig.appendUntilArchived("a");
        Breaking breaking = new Breaking(StreamRig.LINES);
        breaking.breaks.set(true);
        RecordingOutlet broken = rig.subscribe(new RecordingOutlet(), ALL, breaking, FIRST);
        broken.awaitEnd();
        assertThat(broken.end()).isEqualTo(Outlet.End.FAULT);
        assertThat(rig.follow(ALL, FIRST).awaitId(last).ids()).hasSize((int) last);
        Await.until("the page is given back", () -> rig.gauge("tailrace.stream.pages") == 0);
    }

    @Test
    void aReaderWithARateThatFailsEndsAlone() throws InterruptedException {
        Breaking breaking = new Breaking(rig.messages);
        RecordingOutlet broken = rig.subscribe(new RecordingOutlet(), ALL, breaking, LIVE);
        RecordingOutlet other = rig.followMessages(ALL, LIVE);
        rig.onLoop(() -> broken.subscription().rate(1000));
        rig.onLoop(() -> other.subscription().rate(1000));
        breaking.breaks.set(true);
        long last = rig.append("a", 5);
        broken.awaitEnd();
        assertThat(broken.end()).isEqualTo(Outlet.End.FAULT);
        assertThat(other.awaitId(last).ids()).hasSize(5);
        assertThat(rig.subscriptions(SubscriptionState.RATED)).isEqualTo(1);
    }

    @Test
    void anOutletThatCannotBeWrittenToEndsAlone() throws InterruptedException {
        RecordingOutlet first = rig.follow(ALL, LIVE);
        FailingOutlet failing = new FailingOutlet();
        rig.subscribe(failing, ALL, StreamRig.LINES, LIVE);
        RecordingOutlet last = rig.follow(ALL, LIVE);
        failing.failWrites();
        rig.append("a", 2);
        failing.awaitEnd();
        rig.append("a", 1);
        assertThat(first.awaitId(3).ids()).containsExactly(1L, 2L, 3L);
        assertThat(last.awaitId(3).ids()).containsExactly(1L, 2L, 3L);
        assertThat(faults("client")).isEqualTo(1);
        assertThat(rig.subscriptions(SubscriptionState.FOLLOWING)).isEqualTo(2);
    }

    @Test
    void anOutletThatCannotBeLookedAfterEndsAlone() throws InterruptedException {
        FailingOutlet failing = new FailingOutlet();
        rig.subscribe(failing, ALL, StreamRig.LINES, LIVE);
        RecordingOutlet other = rig.follow(ALL, LIVE);
        failing.failTicks();
        failing.awaitEnd();
        assertThat(other.awaitId(rig.append("a", 1)).ids()).containsExactly(1L);
        assertThat(faults("client")).isEqualTo(1);
    }

    @Test
    void anOutletThatCannotSayWhetherItTakesMoreEndsItsReadersAndNoOthers() throws InterruptedException {
        FailingOutlet failing = new FailingOutlet();
        rig.subscribe(failing, service("a"), StreamRig.LINES, LIVE);
        RecordingOutlet other = rig.follow(ALL, LIVE);
        rig.settle();
        failing.failLooks();
        long last = rig.append("a", 1);
        failing.awaitEnd();
        assertThat(other.awaitId(last).ids()).containsExactly(last);
    }

    @Test
    void aBrokenWorkerEndsItsReader() throws InterruptedException {
        rig.appendUntilArchived("a");
        rig.history.failWith(() -> new StackOverflowError("a test's"));
        RecordingOutlet reading = rig.follow(ALL, FIRST);
        RecordingOutlet looking = rig.follow(service("b"), new Start.Last(5));
        RecordingOutlet live = rig.follow(ALL, LIVE);
        reading.awaitEnd();
        looking.awaitEnd();
        long last = rig.append("a", 1);
        assertThat(live.awaitId(last).ids()).containsExactly(last);
        assertThat(faults("lookup")).isGreaterThanOrEqualTo(2);
        assertThat(rig.gauge("tailrace.lookups")).isZero();
        assertThat(rig.gauge("tailrace.reads")).isZero();
    }

    @Test
    void memoryThatRunsOutEndsTheProcess() throws InterruptedException {
        rig.appendUntilArchived("a");
        rig.history.failWith(() -> new OutOfMemoryError("a test's"));
        rig.follow(ALL, FIRST).awaitEnd();
        assertThat(rig.ends).hasValueGreaterThan(0);
    }

    @Test
    void whatCannotBeClosedDoesNotKeepTheOthersFromBeingClosed() {
        FailingOutlet failing = new FailingOutlet();
        rig.subscribe(failing, ALL, StreamRig.LINES, LIVE);
        RecordingOutlet other = rig.follow(ALL, LIVE);
        failing.failClosing();
        rig.onLoop(rig.fanout::stop);
        assertThat(other.end()).isEqualTo(Outlet.End.SHUTTING_DOWN);
        assertThat(faults("close")).isEqualTo(1);
    }
}
