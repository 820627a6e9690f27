package io.tailrace.cli.demo;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tailrace.cli.client.Backoff;
import io.tailrace.cli.client.Batch;
import io.tailrace.cli.client.IngestClient;
import io.tailrace.cli.client.Receipt;
import io.tailrace.cli.client.ServerOption;
import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.cli.shell.DurationConverter;
import io.tailrace.cli.shell.ExitCode;
import io.tailrace.cli.shell.StatusLine;
import io.tailrace.cli.shell.Stdio;
import io.tailrace.cli.shell.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code tailrace demo}: made-up entries at a steady rate, to have something to look at.
 *
 * <p>Everything happens on the command's thread: what has become due while a request was under way goes into the next
 * one, so requests grow with the rate. Ctrl-C ends it with 0.
 */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Send made-up traffic of a small web shop to a server.",
            "",
            "Seven services, requests with traces through several of them, jobs, stack traces, and an incident now and"
                    + " then."
        })
public final class DemoCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final long BATCH_ENTRIES = 10_000;
    private static final int BATCH_BYTES = 4 << 20;

    @Mixin
    private final ServerOption server = new ServerOption();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "20",
            description = "Entries a second (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--count", paramLabel = "N", description = "End after so many entries (default: never).")
    private Optional<Long> count = Optional.empty();

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "End after so long (default: never).")
    private Optional<Duration> duration = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "The same seed gives the same entries (default: random).")
    private Optional<Long> seed = Optional.empty();

    private final Stdio stdio;
    private final StopSignal stop;
    private final JsonFactory json = new JsonFactory();
    private final ByteArrayOutputStream encoded = new ByteArrayOutputStream(1024);
    private long began;
    private long stored;

    public DemoCommand(Stdio stdio, StopSignal stop) {
        this.stdio = stdio;
        this.stop = stop;
    }

    @Override
    public Integer call() throws CommandFailed {
        if (!(rate > 0) || rate > 10_000_000) {
            throw CommandFailed.usage("--rate must be more than 0 and at most 10000000");
        }
        if (count.isPresent() && count.get() < 1) {
            throw CommandFailed.usage("--count must be at least 1");
        }
        stop.onRequest(GRACE, Thread.currentThread()::interrupt);
        StatusLine status = StatusLine.of("demo", stdio);
        Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, RandomGenerator.getDefault());
        HttpClient http = ServerOption.newHttpClient();
        try {
            sendAll(new IngestClient(http, server.url(), backoff, Duration.ZERO, outagesOn(status)), status);
        } catch (InterruptedException e) {
            // Ctrl-C, which is how a demo ends.
        } finally {
            http.shutdownNow();
            status.say(counts());
        }
        return ExitCode.OK;
    }

    private void sendAll(IngestClient ingest, StatusLine status) throws CommandFailed, InterruptedException {
        began = System.nanoTime();
        Traffic traffic = new Traffic(seed.orElseGet(System::nanoTime));
        Pace pace = new Pace(rate, System::nanoTime);
        long end = duration.map(time -> System.nanoTime() + time.toNanos()).orElse(Long.MAX_VALUE);
        long left = count.orElse(Long.MAX_VALUE);
        while (left > 0 && System.nanoTime() < end) {
            long due = Math.min(left, Math.min(BATCH_ENTRIES, pace.due()));
            if (due > 0) {
                Batch batch = batch(traffic, due);
                Receipt receipt = ingest.send(batch);
                if (receipt.rejectedCount() > 0) {
                    throw new CommandFailed(server.url() + " refused a made-up entry: "
                            + receipt.rejected().getFirst().rule());
                }
                stored += receipt.accepted();
                left -= batch.count();
                pace.sent(batch.count());
                status.show(this::counts);
            }
            Thread.sleep(shorter(pace.pause(), Duration.ofNanos(end - System.nanoTime())));
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private Batch batch(Traffic traffic, long entries) {
        Batch batch = new Batch("demo");
        for (long i = 0; i < entries && batch.size() < BATCH_BYTES; i++) {
            encoded.reset();
            try (JsonGenerator generator = json.createGenerator(encoded, JsonEncoding.UTF8)) {
                traffic.next().write(generator);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            byte[] entry = encoded.toByteArray();
            batch.add(entry, entry.length, stored + i + 1);
        }
        return batch;
    }

    private IngestClient.OutageListener outagesOn(StatusLine status) {
        return new IngestClient.OutageListener() {
            @Override
            public void began(String reason) {
                status.say(reason + "; trying again until it works");
            }

            @Override
            public void ended() {
                status.say("sending again");
            }
        };
    }

    private String counts() {
        double seconds = Math.max(1e-3, (System.nanoTime() - began) / 1e9);
        return String.format(Locale.ROOT, "%,d entries stored in %.1f s (%,.0f/s)", stored, seconds, stored / seconds);
    }
}
