package io.tailrace.stream;

import io.netty.buffer.ByteBuf;
import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.tailrace.filter.Filter;
import io.tailrace.log.EventLog;
import io.tailrace.log.TailScan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads for the cursors of one fan-out whose clients asked for a rate. Each reads by itself: as long as its quota lasts it is
 * sent what comes; what piles up until the next slice of time is surveyed, its newest part sent and the rest reported as
 * skipped. Owned by the event loop.
 */
final class RatedReader {

    private static final int MAX_PAGE_ENTRIES = 20_000;

    private final EventLog log;
    private final Questions questions;
    private final StreamLimits limits;
    private final StreamMeters meters;
    private final Faults faults;
    private final Runnable wake;
    private final TailScan scan;
    private final Round round = new Round();
    private final List<Rated> rated = new ArrayList<>();

    RatedReader(
            EventLog log, Questions questions, StreamLimits limits, StreamMeters meters, Faults faults, Runnable wake) {
        this.log = log;
        this.questions = questions;
        this.limits = limits;
        this.meters = meters;
        this.faults = faults;
        this.wake = wake;
        scan = new TailScan(log.tail());
    }

    boolean isEmpty() {
        return rated.isEmpty();
    }

    /** Reads for a cursor from here on, at this rate. */
    void join(Cursor cursor, RateLimit limit) {
        Rated reader = new Rated(cursor, limit);
        cursor.readBy(reader);
        rated.add(reader);
    }

    /** Sends those that the turn has time for what their quotas allow; says whether some may be sent more at once. */
    boolean turn(long committed, Turn turn) {
        long now = System.nanoTime();
        return round.go(rated, turn, reader -> advanceOrFail(reader, committed, now));
    }

    private boolean advanceOrFail(Rated reader, long committed, long now) {
        try {
            return reader.position < committed && reader.cursor.outlet.isWritable() && advance(reader, committed, now);
        } catch (Throwable fault) {
            faults.caught(Seam.READER, "A stream with a rate could not be served", fault);
            reader.cursor.fail();
            return false;
        }
    }

    private boolean advance(Rated reader, long committed, long now) {
        Cursor cursor = reader.cursor;
        Gap gap = Gap.expired(log, reader.position);
        if (gap != null) {
            reader.position = gap.next().id();
            cursor.send(cursor.framing.gap(gap));
        }
        if (!cursor.isOpen()) {
            return false;
        }
        int quota = reader.limit.quota(now);
        if (quota == 0) {
            reader.limit.pileUp();
            return false;
        }
        if (reader.limit.isPiledUp() && !reader.limit.isPicked()) {
            survey(reader, committed, quota);
            return false;
        }
        int most = reader.limit.isPicked() ? 1 : quota;
        BatchWriter writer = new BatchWriter(cursor.framing);
        try {
            Filter filter = cursor.filter().filter();
            scan.scan(filter, reader.position, committed, limits.step(filter, most), writer);
            if (scan.isBelowTail() && scan.position() == reader.position) {
                readPage(reader, most);
                return false;
            }
            try (Batch batch = writer.finish(scan.position())) {
                reader.limit.spend(scan.matches());
                send(reader, batch);
            }
        } finally {
            writer.discard();
        }
        return reader.position < committed;
    }

    private void survey(Rated reader, long committed, int quota) {
        Cursor cursor = reader.cursor;
        Filter filter = cursor.filter().filter();
        long after = reader.position;
        pauseFor(
                reader,
                resume -> questions.ask(
                        cursor, Survey.lookedUp(log, filter, after, committed, quota, reader.limit), survey -> {
                            if (survey.picked()) {
                                reader.limit.pick();
                            } else {
                                reader.limit.clearPile();
                            }
                            cursor.moveTo(survey.from() - 1);
                            if (survey.skipped() > 0) {
                                cursor.send(cursor.framing.skipped(
                                        after + 1, survey.from() - 1, survey.skipped(), survey.errors()));
                            }
                            resume.run();
                        }));
    }

    private void readPage(Rated reader, int quota) {
        Cursor cursor = reader.cursor;
        Filter filter = cursor.filter().filter();
        long after = reader.position;
        int entries = Math.min(quota, MAX_PAGE_ENTRIES);
        pauseFor(
                reader,
                resume -> questions.read(
                        cursor,
                        running -> Optional.of(Page.read(log, filter, cursor.framing, after, entries, limits, running)),
                        page -> {
                            reader.limit.spend(quota);
                            sendPage(cursor, page);
                            resume.run();
                        }));
    }

    /** The cursor leaves, a worker is asked, and then it goes on as it was; if no worker can be asked, with the next turn. */
    private void pauseFor(Rated reader, Question question) {
        Cursor cursor = reader.cursor;
        cursor.leave();
        Runnable resume = () -> {
            if (cursor.isOpen()) {
                cursor.become(SubscriptionState.RATED);
                join(cursor, reader.limit);
                wake.run();
            }
        };
        if (!question.ask(resume)) {
            join(cursor, reader.limit);
        }
    }

    /** Something that a worker is asked, and what follows its answer. */
    private interface Question {

        /** Says whether a worker was asked. */
        boolean ask(Runnable resume);
    }

    private void sendPage(Cursor cursor, Page page) {
        try (page) {
            if (page.gap() != null) {
                cursor.send(cursor.framing.gap(page.gap()));
            }
            for (Batch batch : page.batches()) {
                cursor.moveTo(batch.next());
                send(batch, cursor::sendFrames);
            }
        }
    }

    private void send(Rated reader, Batch batch) {
        reader.position = batch.next();
        reader.framesAt = batch.frames() == null ? reader.framesAt : System.nanoTime();
        send(batch, reader.cursor::send);
    }

    private void send(Batch batch, Consumer<ByteBuf> cursor) {
        ByteBuf frames = batch.frames();
        if (frames != null) {
            meters.batches.increment();
            meters.deliveries.increment();
            meters.bytes.increment(frames.readableBytes());
            cursor.accept(frames.retain());
        }
    }

    /** One cursor that reads by itself. */
    private final class Rated implements Membership {

        private final Cursor cursor;
        private final RateLimit limit;
        private long position;
        private long framesAt;

        Rated(Cursor cursor, RateLimit limit) {
            this.cursor = cursor;
            this.limit = limit;
            position = cursor.position();
            framesAt = cursor.framesAt();
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public long framesAt() {
            return framesAt;
        }

        @Override
        public void leave() {
            rated.remove(this);
        }

        @Override
        public boolean drained() {
            return true;
        }
    }
}
