package io.tailrace.bench.soak;

import io.tailrace.bench.client.MessageReader;
import io.tailrace.bench.load.Corpus;
import io.tailrace.bench.load.StampClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A sender of small posts at fixed times, now and then of a large one, that enters in the ledger what was acknowledged.
 *
 * <p>It runs in a thread of its own; {@link #end} is for the conducting one. While the server is away it sends nothing.
 */
final class SoakSender implements Runnable {

    /** One of so many entries is a rare one. */
    static final int RARE_ONE_IN = 2_000;

    private static final int SMALL_POST = 10;
    private static final int LARGE_POST = 300;
    private static final int LARGE_MESSAGE = 100_000;
    private static final long LARGE_EACH_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final int UNDER_WAY = 64;
    private static final int POOL = 512;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI address;
    private final int rate;
    private final StampClock clock;
    private final Ledger ledger;
    private final Outages outages;
    private final Faults faults;
    private final String[][] tails = new String[Kind.SERVICES][POOL];
    private final Random random = new Random(7);
    private final Semaphore places = new Semaphore(UNDER_WAY);
    private final AtomicLong swallowed = new AtomicLong();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile boolean ended;

    SoakSender(int port, int rate, StampClock clock, Ledger ledger, Outages outages, Faults faults) {
        address = URI.create("http://127.0.0.1:" + port + "/api/logs");
        this.rate = rate;
        this.clock = clock;
        this.ledger = ledger;
        this.outages = outages;
        this.faults = faults;
        for (int service = 0; service < Kind.SERVICES; service++) {
            Corpus corpus = new Corpus(service, Kind.serviceName(service));
            for (int i = 0; i < POOL; i++) {
                tails[service][i] = corpus.entryTail();
            }
        }
    }

    @Override
    public void run() {
        long interval = TimeUnit.SECONDS.toNanos(1) * SMALL_POST / rate;
        long due = System.nanoTime();
        long largeDue = due;
        while (!ended) {
            LockSupport.parkNanos(due - System.nanoTime());
            if (System.nanoTime() < due) {
                continue;
            }
            if (outages.away()) {
                outages.awaitEnd();
                due = System.nanoTime();
            }
            places.acquireUninterruptibly();
            if (outages.away()) {
                places.release();
                continue;
            }
            boolean large = due >= largeDue;
            post(large ? LARGE_POST : SMALL_POST, large, clock.microsAt(due));
            largeDue = large ? due + LARGE_EACH_NANOS : largeDue;
            due += interval;
        }
        awaitRest();
        http.close();
    }

    /** Waits until no post is under way; the server is away, or this has ended. */
    void awaitRest() {
        places.acquireUninterruptibly(UNDER_WAY);
        places.release(UNDER_WAY);
    }

    private void post(int entries, boolean large, long stamp) {
        byte[] codes = new byte[entries];
        StringBuilder body = new StringBuilder(entries * 300);
        for (int i = 0; i < entries; i++) {
            Kind kind = new Kind(random.nextInt(Kind.SERVICES), random.nextInt(RARE_ONE_IN) == 0);
            codes[i] = kind.code();
            body.append("{\"user_id\":")
                    .append(stamp)
                    .append(tail(kind, large && i == 0))
                    .append('\n');
        }
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofByteArray(body.toString().getBytes(StandardCharsets.UTF_8)))
                .build();
        int life = outages.life();
        var _ = http.sendAsync(request, BodyHandlers.ofString()).whenComplete((answer, failure) -> {
            try {
                answered(answer, failure, codes, life);
            } finally {
                places.release();
            }
        });
    }

    private String tail(Kind kind, boolean large) {
        if (large || kind.rare()) {
            String words = kind.rare() ? Kind.NEEDLE + " in the hay" : "large";
            String padding = large ? " x".repeat(LARGE_MESSAGE / 2) : "";
            return ",\"service\":\"%s\",\"level\":\"warn\",\"message\":\"%s\"}"
                    .formatted(Kind.serviceName(kind.service()), words + padding);
        }
        return tails[kind.service()][random.nextInt(POOL)];
    }

    private void answered(HttpResponse<String> answer, Throwable failure, byte[] codes, int life) {
        if (failure != null) {
            if (outages.unbroken(life)) {
                faults.add("a post was not answered: " + failure.getMessage());
            } else {
                swallowed.incrementAndGet();
            }
        } else if (answer.statusCode() == 201) {
            acknowledged(answer.body(), codes);
        } else if (outages.unbroken(life)) {
            faults.add("a post of %d entries was answered %d %s"
                    .formatted(codes.length, answer.statusCode(), answer.body().strip()));
        }
    }

    private void acknowledged(String body, byte[] codes) {
        try {
            MessageReader.Receipt receipt = MessageReader.receipt(body);
            if (receipt.lastId() - receipt.firstId() + 1 != codes.length) {
                faults.add("not all entries of a post were taken: " + body);
            } else {
                ledger.acknowledged(receipt.firstId(), codes);
            }
        } catch (IOException e) {
            faults.add("a post was answered with something else than JSON: " + body);
        }
    }

    /** Posts whose answers a kill has swallowed. */
    long swallowed() {
        return swallowed.get();
    }

    /** Ends it. */
    void end() {
        ended = true;
    }
}
