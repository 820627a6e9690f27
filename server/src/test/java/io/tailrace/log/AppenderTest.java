package io.tailrace.log;

import static io.tailrace.log.JournalReplayTest.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailrace.entry.Drafts;
import io.tailrace.log.AppendResult.Appended;
import io.tailrace.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an append promises to whoever asked for it. */
@Timeout(60)
final class AppenderTest {

    @TempDir
    Path directory;

    /** Holds up the disk's forces until it is opened. */
    private static final class Gate {

        private final CountDownLatch open = new CountDownLatch(1);
        private final CountDownLatch reached = new CountDownLatch(1);

        static Gate before(FaultyDisk disk) {
            Gate gate = new Gate();
            disk.onForce = gate::pass;
            return gate;
        }

        private void pass() {
            reached.countDown();
            try {
                open.await();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }

        void open() {
            open.countDown();
        }

        void awaitReached() throws InterruptedException {
            reached.await();
        }
    }

    @Test
    void idsAreContiguousHoweverManyAppendAtOnceAndEachEntryIsUnderTheIdThatWasAnswered() throws Exception {
        int writers = 8;
        int appends = 100;
        Map<Long, String> answered = new ConcurrentSkipListMap<>();
        try (TestLog log = TestLog.open(directory)) {
            List<Thread> threads = IntStream.range(0, writers)
                    .mapToObj(writer -> Thread.ofVirtual().start(() -> {
                        long last = 0;
                        for (int i = 0; i < appends; i++) {
                            String[] messages = IntStream.rangeClosed(0, i % 3)
                                    .mapToObj(part -> "w" + writer + "-" + part)
                                    .toArray(String[]::new);
                            Appended result = log.appended(Entries.messages(messages));
                            assertThat(result.firstId()).isGreaterThan(last);
                            assertThat(result.lastId() - result.firstId()).isEqualTo(i % 3);
                            for (int part = 0; part < messages.length; part++) {
                                answered.put(result.firstId() + part, messages[part]);
                            }
                            last = result.lastId();
                        }
                    }))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(answered.keySet())
                    .containsExactlyElementsOf(ids(1, log.log().committed()));
            assertHolds(log, answered);
            log.restart();
            assertHolds(log, answered);
        }
    }

    private static void assertHolds(TestLog log, Map<Long, String> answered) {
        List<String> texts = log.everything();
        assertThat(texts).hasSize(answered.size());
        answered.forEach((id, message) -> assertThat(texts.get((int) (id - 1)))
                .startsWith("{\"id\":" + id + ",")
                .contains("\"message\":\"" + message + "\""));
    }

    @Test
    void anAppendIsNeitherAnsweredNorSeenBeforeItIsForced() throws Exception {
        try (TestLog log = TestLog.open(directory)) {
            Gate gate = Gate.before(log.disk);
            CompletableFuture<AppendResult> answer = log.append(Entries.messages("a", "b"));
            gate.awaitReached();

            assertThat(answer).isNotDone();
            assertThat(log.log().committed()).isZero();
            gate.open();

            assertThat(TestLog.answerOf(answer)).isInstanceOf(Appended.class);
            assertThat(log.log().committed()).isEqualTo(2);
        }
    }

    @Test
    void appendsThatWaitTogetherShareOneForce() throws Exception {
        try (TestLog log = TestLog.open(directory)) {
            Gate gate = Gate.before(log.disk);
            List<CompletableFuture<AppendResult>> answers = new ArrayList<>();
            answers.add(log.append(Entries.messages("first")));
            gate.awaitReached();
            for (int i = 0; i < 200; i++) {
                answers.add(log.append(Entries.messages("waiting " + i)));
            }
            gate.open();

            answers.forEach(answer -> assertThat(TestLog.answerOf(answer)).isInstanceOf(Appended.class));
            assertThat(log.disk.forces).hasValue(2);
        }
    }

    @Test
    void aFullQueueRefusesWithoutStoringAndTakesAgainOnceThereIsRoom() throws Exception {
        Drafts drafts = Entries.filling(1, 1000);
        try (TestLog log = TestLog.open(directory, new LogLimits(1 << 20, 10 * drafts.numberedBytes()))) {
            Gate gate = Gate.before(log.disk);
            List<CompletableFuture<AppendResult>> answers = new ArrayList<>();
            answers.add(log.append(drafts));
            gate.awaitReached();
            for (int i = 0; i < 10; i++) {
                answers.add(log.append(Entries.filling(1, 1000)));
            }
            assertThat(answers).allSatisfy(answer -> assertThat(answer).isNotDone());
            for (int i = 0; i < 5; i++) {
                assertThat(log.append(Entries.filling(1, 1000))).isCompletedWithValue(new AppendResult.Full());
            }
            gate.open();

            answers.forEach(answer -> assertThat(TestLog.answerOf(answer)).isInstanceOf(Appended.class));
            assertThat(log.appended(Entries.messages("again")).firstId()).isEqualTo(12);
            log.restart();
            assertThat(log.everything()).hasSize(12);
        }
    }

    @Test
    void oneAppendMayBeLargerThanTheQueue() throws IOException {
        try (TestLog log = TestLog.open(directory, new LogLimits(16 << 20, 1000))) {
            assertThat(log.appended(Entries.filling(100, 1000)).lastId()).isEqualTo(100);
        }
    }

    @Test
    void anAppendOfNothingIsABrokenContract() throws IOException {
        try (TestLog log = TestLog.open(directory)) {
            assertThatThrownBy(() -> log.append(new Drafts(0))).isInstanceOf(IllegalArgumentException.class);
            assertThat(log.appended(Entries.messages("a")).firstId()).isEqualTo(1);
        }
    }

    @Test
    void anAppendOfManyBlocksHasOneRunOfIdsThoughOthersWaitBesideIt() throws IOException {
        try (TestLog log = TestLog.open(directory)) {
            CompletableFuture<AppendResult> before = log.append(Entries.messages("before"));
            CompletableFuture<AppendResult> large = log.append(Entries.filling(6000, 1000));
            CompletableFuture<AppendResult> after = log.append(Entries.messages("after"));

            assertThat(((Appended) TestLog.answerOf(before)).lastId()).isEqualTo(1);
            Appended kept = (Appended) TestLog.answerOf(large);
            assertThat(kept.firstId()).isEqualTo(2);
            assertThat(kept.lastId()).isEqualTo(6001);
            assertThat(kept.firstBlock().firstId()).isLessThanOrEqualTo(2);
            assertThat(((Appended) TestLog.answerOf(after)).lastId()).isEqualTo(6002);
            log.restart();
            assertThat(log.everything()).hasSize(6002);
        }
    }

    @Test
    void nothingOfARefusedAppendIsStoredHoweverLargeItIs() throws IOException {
        try (TestLog log = TestLog.open(directory)) {
            log.appended(Entries.messages("before"));
            log.disk.freeBytes.set(5 << 20);

            AppendResult refused = log.appendAndWait(Entries.filling(8000, 1000));
            assertThat(refused)
                    .isEqualTo(new AppendResult.Unavailable("the journal cannot be written: No space left on device"));
            assertThat(log.log().committed()).isEqualTo(1);

            log.disk.freeBytes.set(Long.MAX_VALUE);
            log.restart();
            assertThat(log.everything()).hasSize(1);
        }
    }

    @Test
    void aLogThatCouldNotBeWrittenTakesAppendsAgainByItself() throws IOException {
        try (TestLog log = TestLog.open(directory)) {
            log.disk.freeBytes.set(0);
            assertThat(log.appendAndWait(Entries.messages("refused"))).isInstanceOf(AppendResult.Unavailable.class);
            assertThat(log.log().unavailable())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("No space left on device"));

            log.disk.freeBytes.set(Long.MAX_VALUE);
            Await.until("available", () -> log.log().unavailable().isEmpty());
            assertThat(log.appended(Entries.messages("kept")).firstId()).isEqualTo(1);
        }
    }

    @Test
    void anAppendWhoseForceFailedIsRefusedAndNotSeen() throws IOException {
        try (TestLog log = TestLog.open(directory)) {
            log.disk.forceFails = true;
            assertThat(log.appendAndWait(Entries.messages("a"))).isInstanceOf(AppendResult.Unavailable.class);
            assertThat(log.log().committed()).isZero();

            log.disk.forceFails = false;
            Await.until("available", () -> log.log().unavailable().isEmpty());
            assertThat(log.appended(Entries.messages("b")).firstId()).isEqualTo(1);
            log.restart();
            assertThat(log.everything()).singleElement().asString().contains("\"b\"");
        }
    }

    @Test
    void stoppingAnswersAllThatWasAccepted() throws Exception {
        TestLog log = TestLog.open(directory);
        Gate gate = Gate.before(log.disk);
        List<CompletableFuture<AppendResult>> answers = new ArrayList<>();
        answers.add(log.append(Entries.messages("first")));
        gate.awaitReached();
        for (int i = 0; i < 50; i++) {
            answers.add(log.append(Entries.messages("waiting " + i)));
        }
        EventLog stopped = log.log();
        Thread stopper = Thread.ofVirtual().start(() -> {
            try {
                log.close();
            } catch (IOException failed) {
                throw new AssertionError(failed);
            }
        });
        Await.until("stopping", () -> log.append(Entries.messages("late")).isDone());
        gate.open();
        stopper.join();

        answers.forEach(answer -> assertThat(TestLog.answerOf(answer)).isInstanceOf(Appended.class));
        assertThat(stopped.unavailable()).hasValue("the server is shutting down");
        log.restart();
        assertThat(log.everything()).hasSizeGreaterThanOrEqualTo(51);
        log.close();
    }

    @Test
    void everyAppendThatRacesWithStoppingIsAnsweredAndKeptIfItWasTold() throws Exception {
        for (int round = 0; round < 20; round++) {
            TestLog log = TestLog.open(directory.resolve("round-" + round));
            List<CompletableFuture<AppendResult>> answers = new ArrayList<>();
            Thread writer = Thread.ofPlatform().start(() -> {
                CompletableFuture<AppendResult> answer = log.append(Entries.messages("racing"));
                answers.add(answer);
                while (!(answer.getNow(new AppendResult.Full()) instanceof AppendResult.Unavailable)) {
                    answer = log.append(Entries.messages("racing"));
                    answers.add(answer);
                }
            });
            Await.until("some are kept", () -> log.log().committed() > 3);
            log.close();
            writer.join();

            long kept = answers.stream()
                    .map(TestLog::answerOf)
                    .filter(Appended.class::isInstance)
                    .count();
            log.restart();
            assertThat(log.log().committed()).isEqualTo(kept);
            log.close();
        }
    }

    @Test
    void whatIsAnsweredBeforeItsForceIsForcedSoonThoughNothingFollows() throws IOException {
        try (TestLog log = TestLog.openAsync(directory)) {
            log.appended(Entries.messages("a"));
            Await.until("forced", () -> log.disk.forces.get() == 1);
            log.appended(Entries.messages("b"));
            Await.until("forced", () -> log.disk.forces.get() == 2);
        }
    }

    @Test
    void aSteadyStreamOfAppendsIsForcedTenTimesASecondAndNotForEach() throws IOException {
        try (TestLog log = TestLog.openAsync(directory)) {
            int appends = 0;
            long start = System.nanoTime();
            while (log.disk.forces.get() < 5) {
                log.appended(Entries.messages("a"));
                appends++;
            }
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertThat(appends).isGreaterThan(5);
            assertThat(millis).isGreaterThanOrEqualTo(3 * JournalWriter.ASYNC_FORCE_MILLIS);
        }
    }

    @Test
    void createdAtNeverGoesBackThoughTheClockDoes() throws IOException {
        Instant noon = Instant.parse("2026-11-22T12:00:00.000001Z");
        AtomicReference<Instant> now = new AtomicReference<>(noon);
        try (TestLog log = TestLog.open(directory, now::get)) {
            long first = log.appended(Entries.messages("a")).firstBlock().createdAt();
            now.set(noon.minusSeconds(3600));
            assertThat(log.appended(Entries.messages("b")).firstBlock().createdAt())
                    .isEqualTo(first);
            log.restart();
            assertThat(log.appended(Entries.messages("c")).firstBlock().createdAt())
                    .isEqualTo(first);
            log.archive(3);
            log.restart();
            assertThat(log.appended(Entries.messages("d")).firstBlock().createdAt())
                    .isEqualTo(first);
            now.set(noon.plusSeconds(1));
            assertThat(log.appended(Entries.messages("e")).firstBlock().createdAt())
                    .isEqualTo(first + 1_000_000);
        }
    }
}
