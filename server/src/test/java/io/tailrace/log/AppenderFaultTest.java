package io.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tailrace.entry.Drafts;
import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.tailrace.log.AppendResult.Appended;
import io.tailrace.log.AppendResult.Unavailable;
import io.tailrace.testing.Await;
import io.tailrace.testing.Gate;
import io.tailrace.testing.MutedLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That whatever breaks in the appender fails the group in hand and nobody else. */
@Timeout(60)
final class AppenderFaultTest {

    private final MutedLog quiet = MutedLog.of(Faults.class);

    @TempDir
    Path directory;

    @AfterEach
    void loud() {
        quiet.close();
    }

    private static double faults(TestLog log, Seam seam) {
        return log.meters
                .get("tailrace.faults")
                .tag("seam", seam.text())
                .counter()
                .count();
    }

    @Test
    void aClockThatBreaksFailsTheGroupInHandAndTheNextIsTaken() throws IOException {
        AtomicBoolean breaks = new AtomicBoolean();
        try (TestLog log = TestLog.open(directory, () -> {
            if (breaks.getAndSet(false)) {
                throw new AssertionError("the clock broke");
            }
            return Instant.EPOCH;
        })) {
            breaks.set(true);
            assertThat(log.appendAndWait(Entries.messages("a"))).isInstanceOf(Unavailable.class);
            assertThat(log.appended(Entries.messages("b")).firstId()).isEqualTo(1);
            assertThat(faults(log, Seam.APPENDER)).isEqualTo(1);
        }
    }

    @Test
    void aHistoryThatBreaksWhileRoomIsMadeFailsAllThatWereTakenForTheGroup() throws Exception {
        try (TestLog log = TestLog.open(directory)) {
            Gate gate = new Gate();
            log.disk.onForce = gate::pass;
            CompletableFuture<AppendResult> first = log.append(Entries.messages("first"));
            gate.awaitArrival();
            CompletableFuture<AppendResult> second = log.append(Entries.messages("second"));
            CompletableFuture<AppendResult> third = log.append(Entries.messages("third"));
            log.history.breaks = true;
            gate.open();

            assertThat(TestLog.answerOf(first)).isInstanceOf(Appended.class);
            assertThat(TestLog.answerOf(second)).isInstanceOf(Unavailable.class);
            assertThat(TestLog.answerOf(third)).isInstanceOf(Unavailable.class);
            log.history.breaks = false;
            assertThat(log.appended(Entries.messages("b")).firstId()).isEqualTo(2);
            assertThat(faults(log, Seam.APPENDER)).isEqualTo(1);
        }
    }

    @Test
    void entriesThatCannotBeNumberedFailTheirGroupAndTheNextIsWhole() throws Exception {
        try (TestLog log = TestLog.open(directory)) {
            Gate gate = new Gate();
            log.disk.onForce = gate::pass;
            CompletableFuture<AppendResult> first = log.append(Entries.messages("first"));
            gate.awaitArrival();
            Drafts broken = Entries.messages("broken");
            List<CompletableFuture<AppendResult>> group = List.of(
                    log.append(Entries.messages("before")), log.append(broken), log.append(Entries.messages("behind")));
            // They say that they are fewer than none, so whoever counts up to that runs over their end.
            broken.removeLast();
            assertThatThrownBy(broken::removeLast).isInstanceOf(IndexOutOfBoundsException.class);
            gate.open();

            assertThat(TestLog.answerOf(first)).isInstanceOf(Appended.class);
            assertThat(group.subList(0, 2))
                    .allSatisfy(answer -> assertThat(TestLog.answerOf(answer)).isInstanceOf(Unavailable.class));
            long kept = TestLog.answerOf(group.getLast()) instanceof Appended ? 2 : 1;
            assertThat(log.appended(Entries.messages("next")).firstId()).isEqualTo(kept + 1);
            assertThat(log.everything())
                    .hasSize((int) kept + 1)
                    .last()
                    .asString()
                    .contains("\"next\"");
            assertThat(faults(log, Seam.APPENDER)).isEqualTo(1);
            log.restart();
            assertThat(log.everything())
                    .hasSize((int) kept + 1)
                    .last()
                    .asString()
                    .contains("\"next\"");
        }
    }

    @Test
    void anAppenderWhoseThreadDiesAnswersAllThatWaitSaysSoAndTheLogStillCloses() throws Exception {
        try (TestLog log = TestLog.open(directory)) {
            log.appended(Entries.messages("a"));
            Gate gate = new Gate();
            log.onEnd = () -> {
                throw new OutOfMemoryError("for a test: nor is there any to end with");
            };
            log.log().onCommit(() -> {
                gate.pass();
                throw new OutOfMemoryError("for a test");
            });
            CompletableFuture<AppendResult> inHand = log.append(Entries.messages("b"));
            gate.awaitArrival();
            CompletableFuture<AppendResult> waiting = log.append(Entries.messages("c"));
            gate.open();

            assertThat(TestLog.answerOf(waiting))
                    .isEqualTo(new Unavailable("the server broke and must be started again; its log says why"));
            assertThat(TestLog.answerOf(inHand))
                    .isEqualTo(new Unavailable("the server broke and must be started again; its log says why;"
                            + " these entries may have been kept"));
            assertThat(log.log().unavailable())
                    .hasValue("the server broke and must be started again; its log says why");
            assertThat(log.appendAndWait(Entries.messages("d"))).isInstanceOf(Unavailable.class);
            log.restart();
            assertThat(log.everything()).hasSize(2).last().asString().contains("\"b\"");
        }
    }

    @Test
    void aFileThatTakesLongToDeleteHoldsUpNoAppend() throws Exception {
        try (TestLog log = TestLog.open(directory)) {
            for (int i = 0; i < 3; i++) {
                log.appended(Entries.filling(1100, 1000));
            }
            Gate gate = new Gate();
            log.disk.onDelete = gate::pass;
            Thread archiver = Thread.ofPlatform().start(() -> log.archive(2200));
            try {
                gate.awaitArrival();
                for (int i = 0; i < 3; i++) {
                    log.appended(Entries.filling(1100, 1000));
                }
                assertThat(log.log().journalBytes()).isGreaterThan(6 << 20);
                assertThat(archiver.isAlive()).isTrue();
            } finally {
                gate.open();
                archiver.join();
            }
            assertThat(log.log().journalBytes()).isLessThan(5 << 20);
        }
    }

    @Test
    void whateverBreaksTheJournalIsClosedWithTheLog() throws IOException {
        List<Consumer<TestLog>> breaks = List.of(
                log -> log.disk.forceFails = true,
                log -> log.disk.truncateFails = true,
                log -> log.disk.freeBytes.set(0),
                log -> log.disk.onForce = () -> {
                    throw new StackOverflowError("for a test");
                },
                log -> log.history.breaks = true,
                log -> log.log().tail().add(Entries.block(2, 1)));
        for (int i = 0; i < breaks.size(); i++) {
            try (TestLog log = TestLog.openAsync(directory.resolve("" + i))) {
                log.appended(Entries.messages("a"));
                breaks.get(i).accept(log);
                log.appendAndWait(Entries.messages("b"));
                Throwable met = catchThrowable(log::close);
                assertThat(log.disk.openChannels).as("%s: %s", i, met).hasValue(0);
                assertThat(log.appendAndWait(Entries.messages("c"))).isInstanceOf(Unavailable.class);
            }
        }
    }

    @Test
    void aJournalThatBreaksIsCutBackAsAfterAFailedWriteAndTakesAgain() throws IOException {
        try (TestLog log = TestLog.open(directory)) {
            log.appended(Entries.messages("a"));
            AtomicInteger left = new AtomicInteger(1);
            log.disk.onForce = () -> {
                if (left.getAndDecrement() == 1) {
                    throw new IllegalStateException("the journal broke");
                }
            };
            assertThat(log.appendAndWait(Entries.messages("b"))).isInstanceOf(Unavailable.class);
            assertThat(log.log().unavailable()).isPresent();
            Await.until("available", () -> log.log().unavailable().isEmpty());
            assertThat(log.appended(Entries.messages("c")).firstId()).isEqualTo(2);
            assertThat(faults(log, Seam.APPENDER)).isEqualTo(1);
            log.restart();
            assertThat(log.everything()).hasSize(2).last().asString().contains("\"c\"");
        }
    }

    @Test
    void aGroupThatCannotBeShownEndsTheAppenderAndSaysSo() throws IOException {
        try (TestLog log = TestLog.open(directory)) {
            log.log().tail().add(Entries.block(100, 1));
            assertThat(log.appendAndWait(Entries.messages("a")))
                    .isEqualTo(new Unavailable("the server broke and must be started again; its log says why;"
                            + " these entries may have been kept"));
            assertThat(log.log().unavailable())
                    .hasValue("the server broke and must be started again; its log says why");
            assertThat(log.appendAndWait(Entries.messages("b"))).isInstanceOf(Unavailable.class);
            log.restart();
            assertThat(log.everything()).singleElement().asString().contains("\"a\"");
        }
    }

    @Test
    void aReaderThatBreaksHurtsNeitherTheOthersNorTheAnswer() throws IOException {
        AtomicInteger told = new AtomicInteger();
        try (TestLog log = TestLog.open(directory)) {
            log.log().onCommit(() -> {
                throw new StackOverflowError("a reader broke");
            });
            log.log().onCommit(told::incrementAndGet);
            log.appended(Entries.messages("a"));
            log.appended(Entries.messages("b"));
            assertThat(told).hasValue(2);
            assertThat(faults(log, Seam.COMMIT)).isEqualTo(2);
        }
    }

    @Test
    void anAnswerThatBreaksLeavesTheOthersTheirs() throws IOException {
        try (TestLog log = TestLog.open(directory)) {
            assertThat(log.log().append(Entries.messages("a"), _ -> {
                        throw new AssertionError("an answer broke");
                    }))
                    .isEmpty();
            assertThat(log.appended(Entries.messages("b")).firstId()).isEqualTo(2);
            assertThat(faults(log, Seam.APPENDER)).isEqualTo(1);
        }
    }

    @Test
    void memoryThatRanOutEndsTheProcess() throws IOException {
        try (TestLog log = TestLog.open(directory)) {
            log.log().onCommit(() -> {
                throw new OutOfMemoryError("for a test");
            });
            log.appended(Entries.messages("a"));
            assertThat(log.ends).hasValue(1);
        }
    }

    @Test
    void aFullDiskRefusesAtOnceAndDoesNotTakeAgainBeforeItHoldsTheNextGroup() throws IOException {
        try (TestLog log = TestLog.open(directory)) {
            log.disk.mostInAFile = 3 << 20;
            assertThat(log.appendAndWait(Entries.filling(5000, 1000))).isInstanceOf(Unavailable.class);
            int probes = log.disk.opened.get();
            Await.until("probed three times", () -> {
                assertThat(log.append(Entries.messages("small")))
                        .isCompletedWithValueMatching(Unavailable.class::isInstance);
                return log.disk.opened.get() >= probes + 3;
            });
            assertThat(log.meters.counter("tailrace.append.unavailable").count())
                    .isEqualTo(1);

            log.disk.mostInAFile = Long.MAX_VALUE;
            Await.until("available", () -> log.log().unavailable().isEmpty());
            assertThat(log.appended(Entries.filling(5000, 1000)).firstId()).isEqualTo(1);
        }
    }

    @Test
    void whatIsQueuedWhenTheDiskFailsIsRefusedWithoutAnotherTry() throws Exception {
        try (TestLog log = TestLog.open(directory)) {
            Gate gate = new Gate();
            log.disk.onForce = gate::pass;
            List<CompletableFuture<AppendResult>> answers = new ArrayList<>();
            answers.add(log.append(Entries.messages("first")));
            gate.awaitArrival();
            for (int i = 0; i < 20; i++) {
                answers.add(log.append(Entries.filling(300, 1000)));
            }
            log.disk.forceFails = true;
            gate.open();

            answers.forEach(answer -> assertThat(TestLog.answerOf(answer)).isInstanceOf(Unavailable.class));
            log.disk.forceFails = false;
        }
    }

    @Test
    void whatWasAcknowledgedBeforeItsForceFailedIsWrittenAgainBeforeAnythingFollows() throws IOException {
        try (TestLog log = TestLog.openAsync(directory)) {
            log.disk.forceFails = true;
            log.appended(Entries.messages("a"));
            Await.until("unavailable", () -> log.log().unavailable().isPresent());
            assertThat(log.append(Entries.messages("b"))).isCompletedWithValueMatching(Unavailable.class::isInstance);
            int forces = log.disk.forces.get();
            log.disk.forceFails = false;
            Await.until("available", () -> log.log().unavailable().isEmpty());
            assertThat(log.disk.forces.get()).isGreaterThan(forces);
            assertThat(log.appended(Entries.messages("c")).firstId()).isEqualTo(2);
            log.restart();
            assertThat(log.everything()).hasSize(2);
        }
    }

    @Test
    void aRefusedLargeOfferDoesNotRefuseSmallOnes() throws Exception {
        AppendQueue queue = new AppendQueue(10_000);
        assertThat(queue.offer(new Append(Entries.filling(1, 1000), _ -> {}))).isEqualTo(AppendQueue.Offer.QUEUED);
        AtomicBoolean done = new AtomicBoolean();
        Drafts large = Entries.filling(20, 1000);
        Thread offering = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                assertThat(queue.offer(new Append(large, _ -> {}))).isEqualTo(AppendQueue.Offer.FULL);
            }
        });
        Drafts small = Entries.messages("small");
        try {
            for (int i = 0; i < 200_000; i++) {
                assertThat(queue.offer(new Append(small, _ -> {}))).isEqualTo(AppendQueue.Offer.QUEUED);
                queue.poll();
                if (queue.isEmpty()) {
                    queue.offer(new Append(small, _ -> {}));
                }
            }
        } finally {
            done.set(true);
            offering.join();
        }
    }
}
