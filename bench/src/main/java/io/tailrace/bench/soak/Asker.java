package io.tailrace.bench.soak;

import io.tailrace.bench.client.MessageReader;
import io.tailrace.bench.client.StoredEntry;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Someone who asks for a page or a count every other second, and holds the answers against the ledger. It also asks what
 * the log holds where a post was never answered.
 *
 * <p>It runs in a thread of its own; {@link #end} and {@link #audit} are for the conducting one.
 */
final class Asker implements Runnable, AutoCloseable {

    private static final long EACH_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int PAGE = 200;
    private static final int MOST = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String address;
    private final Ledger ledger;
    private final Outages outages;
    private final Faults faults;
    private final Random random = new Random(11);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile boolean ended;
    private final AtomicLong asked = new AtomicLong();

    Asker(int port, Ledger ledger, Outages outages, Faults faults) {
        address = "http://127.0.0.1:" + port;
        this.ledger = ledger;
        this.outages = outages;
        this.faults = faults;
    }

    @Override
    public void run() {
        Interest[] interests = Interest.values();
        while (!ended) {
            LockSupport.parkNanos(EACH_NANOS);
            outages.awaitEnd();
            int life = outages.life();
            Interest interest = interests[random.nextInt(interests.length)];
            long settled = ledger.settled();
            if (settled == ledger.base()) {
                continue;
            }
            try {
                if (random.nextBoolean()) {
                    page(interest, settled);
                } else {
                    count(interest, settled);
                }
                asked.incrementAndGet();
            } catch (IOException e) {
                if (outages.unbroken(life)) {
                    faults.add("a question: " + e.getMessage());
                }
            }
        }
    }

    private void page(Interest interest, long settled) throws IOException {
        long before = ledger.base() + 1 + random.nextLong(settled - ledger.base() + 1);
        String path =
                "/api/logs?" + interest.query() + "&limit=" + PAGE + "&before=" + before + "&after=" + ledger.base();
        List<Long> ids =
                MessageReader.page(ask(path)).stream().map(StoredEntry::id).toList();
        List<Long> wanted = ledger.newestBelow(interest, before, PAGE);
        if (!ids.equals(wanted)) {
            faults.add("%s brought %d entries instead of %d".formatted(path, ids.size(), wanted.size()));
        }
    }

    private void count(Interest interest, long settled) throws IOException {
        String range = "id>" + ledger.base() + " id<=" + settled + (interest == Interest.RARE ? " " + Kind.NEEDLE : "");
        String path = "/api/logs/stats?q=" + URLEncoder.encode(range, StandardCharsets.UTF_8)
                + (interest == Interest.ONE_SERVICE ? "&" + interest.query() : "");
        long total = MessageReader.total(ask(path));
        long wanted = ledger.count(interest, settled);
        if (total != wanted) {
            faults.add("%s counted %d instead of %d".formatted(path, total, wanted));
        }
    }

    /**
     * Asks for all entries that are not settled, so that the ledger knows also those whose acknowledgement was swallowed.
     * The sender must rest.
     *
     * @param newest the newest id of the log
     */
    void audit(long newest) throws IOException {
        if (newest < ledger.highest()) {
            faults.add("the log ends at id %d, but id %d was acknowledged".formatted(newest, ledger.highest()));
        }
        while (ledger.settled() < newest) {
            long from = ledger.settled();
            List<StoredEntry> entries = MessageReader.page(
                    ask("/api/logs?order=asc&limit=" + MOST + "&after=" + from + "&before=" + (newest + 1)));
            entries.forEach(entry -> ledger.found(entry.id(), Kind.of(entry)));
            if (ledger.settled() == from) {
                throw new IOException("the log holds nothing at id " + (from + 1) + " although it has id " + newest);
            }
        }
    }

    private String ask(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path.replace("?&", "?")))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(path + " was answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(path + " was interrupted", e);
        }
    }

    /** How many questions were answered. */
    long asked() {
        return asked.get();
    }

    /** Ends it. */
    void end() {
        ended = true;
    }

    @Override
    public void close() {
        http.close();
    }
}
