package io.tailrace.bench.scenario;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Clients that look something up at once, and questions beside them, again and again. For the conducting thread. */
final class Crowd {

    private static final long BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Haystack haystack;
    private final int clients;
    private final int questions;
    private final LookupTally tally = new LookupTally();
    private final List<LookupClient> asking = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ended;

    Crowd(Haystack haystack, int clients, int questions) {
        this.haystack = haystack;
        this.clients = clients;
        this.questions = questions;
    }

    /** What it is, for a person. */
    String name() {
        return questions == 0 ? clients + " look-ups" : clients + " and " + questions + " questions";
    }

    /** All begin to ask, the questions first, so that they hold what there is to hold. */
    void begin(long heartbeatMs) {
        IntStream.range(0, questions)
                .forEach(number -> threads.add(Thread.ofVirtual().start(() -> askOn(haystack.slowQuestion(number)))));
        for (int i = 0; i < clients; i++) {
            asking.add(new LookupClient(haystack.port(), haystack.filter(i), haystack.expected(i), heartbeatMs, tally));
        }
        asking.forEach(client -> threads.add(Thread.ofVirtual().start(client)));
    }

    /** Its answers do not matter, only that it is asked: a server may well turn it away. */
    private void askOn(URI question) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (!ended) {
                try {
                    var _ = http.send(HttpRequest.newBuilder(question).build(), BodyHandlers.discarding());
                } catch (IOException e) {
                    tally.fault("a question was not answered: " + e.getMessage());
                }
                LockSupport.parkNanos(BREATH_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends all, and answers what the clients lived through. */
    LookupTally.Result end() throws InterruptedException {
        ended = true;
        asking.forEach(LookupClient::end);
        for (Thread thread : threads) {
            thread.join();
        }
        return tally.result();
    }
}
