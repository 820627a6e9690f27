package io.tailrace.cli.send;

import io.tailrace.cli.client.Batch;
import io.tailrace.cli.client.IngestClient;
import io.tailrace.cli.client.Receipt;
import io.tailrace.cli.send.Remainder.Place;
import io.tailrace.cli.shell.StatusLine;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code send} tells on stderr: refused lines and outages as they happen, the progress if a person is looking, and
 * one line at the end.
 *
 * <p>Called by the reading and the sending thread; one lock keeps their lines apart.
 */
final class SendReport implements IngestClient.OutageListener {

    private final StatusLine status;
    private final long began = System.nanoTime();

    private long accepted;
    private long refused;
    private Optional<Place> stored = Optional.empty();

    SendReport(StatusLine status) {
        this.status = status;
    }

    /** The server has answered for the batch. */
    synchronized void answered(Batch batch, Receipt receipt) {
        accepted += receipt.accepted();
        Place last = new Place(batch.source(), batch.line(batch.count() - 1));
        stored = Optional.of(last);
        for (Receipt.Rejected entry : receipt.rejected()) {
            refused(batch.source(), batch.line(entry.index()), entry.rule());
        }
        long unnamed = receipt.rejectedCount() - receipt.rejected().size();
        if (unnamed > 0) {
            refused += unnamed;
            status.say("and " + unnamed + " more up to " + last.words());
        }
        status.show(this::counts);
    }

    /** This line is no entry, or the server does not want it. */
    synchronized void refused(String source, long line, String rule) {
        refused++;
        status.say(new Place(source, line).words() + ": " + rule);
    }

    @Override
    public synchronized void began(String reason) {
        status.say(reason + "; trying again until it works");
    }

    @Override
    public synchronized void ended() {
        status.say("sending again");
    }

    /** Up to where the server has everything, or has refused it; empty before the first answer. */
    synchronized Optional<Place> stored() {
        return stored;
    }

    synchronized boolean anyRefused() {
        return refused > 0;
    }

    /** The last line. */
    synchronized void summary() {
        status.say(counts());
    }

    private String counts() {
        double seconds = Math.max(1e-3, (System.nanoTime() - began) / 1e9);
        String sent = String.format(
                Locale.ROOT, "%,d entries stored in %.1f s (%,.0f/s)", accepted, seconds, accepted / seconds);
        return refused == 0 ? sent : sent + String.format(Locale.ROOT, ", %,d refused", refused);
    }
}
