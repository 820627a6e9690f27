package io.tailrace.stream;

import io.netty.buffer.ByteBuf;
import io.tailrace.filter.Filter;
import io.tailrace.log.EventLog;
import io.tailrace.log.RunningQuery;
import io.tailrace.log.ScanLimits;
import io.tailrace.log.TailScan;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads for the subscriptions of one fan-out that asked for a rate. Each reads by itself: as long as its quota lasts it is
 * sent what comes; what piles up until the next slice of time is surveyed, its newest part sent and the rest reported as
 * skipped. Owned by the event loop.
 */
final class RatedReader {

    private final EventLog log;
    private final Fanout fanout;
    private final StreamLimits limits;
    private final StreamMeters meters;
    private final TailScan scan;
    private final List<Subscription> rated = new ArrayList<>();

    RatedReader(EventLog log, Fanout fanout, StreamLimits limits, StreamMeters meters) {
        this.log = log;
        this.fanout = fanout;
        this.limits = limits;
        this.meters = meters;
        scan = new TailScan(log.tail());
    }

    boolean isEmpty() {
        return rated.isEmpty();
    }

    void changed(Subscription subscription, Subscription.State from, Subscription.State to) {
        if (from == Subscription.State.RATED) {
            rated.remove(subscription);
        }
        if (to == Subscription.State.RATED) {
            rated.add(subscription);
        }
    }

    /** Sends each what its quota allows; says whether some may be sent more at once. */
    boolean turn(long committed) {
        boolean more = false;
        long now = System.nanoTime();
        for (int i = rated.size() - 1; i >= 0; i--) {
            Subscription subscription = rated.get(i);
            RateLimit limit = subscription.rateLimit();
            if (limit != null && subscription.position() < committed && subscription.outlet.isWritable()) {
                more |= advance(subscription, limit, committed, now);
            }
        }
        return more;
    }

    private boolean advance(Subscription subscription, RateLimit limit, long committed, long now) {
        Gap gap = Gap.expired(log, subscription.position());
        if (gap != null) {
            subscription.send(subscription.framing.gap(gap));
            subscription.moveTo(gap.next().id());
        }
        int quota = limit.quota(now);
        if (quota == 0) {
            limit.pileUp();
            return false;
        }
        if (limit.isPiledUp()) {
            survey(subscription, limit, committed, quota);
            return false;
        }
        BatchWriter writer = new BatchWriter(subscription.framing);
        ScanLimits step = new ScanLimits(limits.scanBytes(), quota, limits.batchBytes());
        scan.scan(subscription.filter().filter(), subscription.position(), committed, step, writer);
        if (scan.isBelowTail() && scan.position() == subscription.position()) {
            readPage(subscription, limit, quota);
            return false;
        }
        send(subscription, writer.finish(scan.position()));
        limit.spend(scan.matches());
        subscription.moveTo(scan.position());
        return subscription.position() < committed;
    }

    /** What lies between a position and the head for a reader that may have so many entries of it. */
    private record Survey(long from, long count) {

        static Survey of(EventLog log, Filter filter, long after, long upTo, int quota) {
            OptionalLong newest = log.nthNewest(filter, after, upTo, quota, new RunningQuery());
            long from = newest.orElse(upTo + 1);
            return new Survey(from, newest.isPresent() ? log.count(filter, after, from - 1, new RunningQuery()) : 0);
        }
    }

    private void survey(Subscription subscription, RateLimit limit, long committed, int quota) {
        Filter filter = subscription.filter().filter();
        long after = subscription.position();
        fanout.ask(subscription, () -> Survey.of(log, filter, after, committed, quota), survey -> {
            limit.clearPile();
            if (survey.count > 0) {
                subscription.send(subscription.framing.skipped(after + 1, survey.from - 1, survey.count));
            }
            subscription.proceedAt(survey.from - 1);
        });
    }

    private void readPage(Subscription subscription, RateLimit limit, int quota) {
        Filter filter = subscription.filter().filter();
        Framing framing = subscription.framing;
        long after = subscription.position();
        fanout.ask(subscription, () -> Page.read(log, filter, framing, after, quota, limits), page -> {
            limit.spend(quota);
            if (page.gap() != null) {
                subscription.send(framing.gap(page.gap()));
            }
            page.batches().forEach(batch -> send(subscription, batch));
            subscription.proceedAt(page.batches().getLast().next());
        });
    }

    private void send(Subscription subscription, Batch batch) {
        ByteBuf frames = batch.frames();
        if (frames != null) {
            meters.batches.increment();
            meters.deliveries.increment();
            meters.bytes.increment(frames.readableBytes());
            subscription.sendFrames(frames);
        }
    }
}
