package io.tailrace.cli.send;

import io.tailrace.cli.client.Backoff;
import io.tailrace.cli.client.Batch;
import io.tailrace.cli.client.IngestClient;
import io.tailrace.cli.client.ServerOption;
import io.tailrace.cli.client.ServerUrl;
import io.tailrace.cli.shell.BytesConverter;
import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.cli.shell.DurationConverter;
import io.tailrace.cli.shell.ExitCode;
import io.tailrace.cli.shell.StopSignal;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Option;

/**
 * The sending half of a command that brings entries to a server, with its flags: batch after batch in order, each until
 * the server has answered for it, while {@link Reading} reads ahead on a thread of its own. Belongs to the command's
 * thread. On Ctrl-C no more is read, and what was read is sent; what was not is told.
 */
final class Delivery {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration LAST_LOOK = Duration.ofSeconds(1);
    private static final long LARGEST = 256L << 20;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    @Option(names = "--lenient", description = "Exit with 0 even if some lines were refused.")
    private boolean lenient;

    @Option(
            names = "--max-retry-time",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            defaultValue = "0s",
            description = "Give up after so long without success; 0s: never (default: ${DEFAULT-VALUE}).")
    private Duration maxRetryTime = Duration.ZERO;

    @Option(
            names = "--request-entries",
            paramLabel = "N",
            defaultValue = "20000",
            description = "At most so many entries in a request (default: ${DEFAULT-VALUE}).")
    private int requestEntries;

    @Option(
            names = "--request-bytes",
            paramLabel = "SIZE",
            converter = BytesConverter.class,
            defaultValue = "4m",
            description = "At most so many bytes in a request, unless one entry is larger (default: ${DEFAULT-VALUE}).")
    private long requestBytes;

    @Option(
            names = "--max-entry-bytes",
            paramLabel = "SIZE",
            converter = BytesConverter.class,
            defaultValue = "256k",
            description = "Report longer lines instead of sending them (default: ${DEFAULT-VALUE}).")
    private long maxEntryBytes;

    void check() throws CommandFailed {
        if (requestEntries < 1) {
            throw CommandFailed.usage("--request-entries must be at least 1");
        }
        if (Math.min(requestBytes, maxEntryBytes) < 1 || Math.max(requestBytes, maxEntryBytes) > LARGEST) {
            throw CommandFailed.usage("--request-bytes and --max-entry-bytes must be from 1 to 256m");
        }
    }

    int maxEntryBytes() {
        return (int) maxEntryBytes;
    }

    /** Sends all that the work reads, and says with which code the command ends. {@code linger}: how long an entry waits. */
    int deliver(Reading.Work work, Duration linger, ServerUrl server, SendReport report, StopSignal stop)
            throws CommandFailed {
        ReadAhead readAhead = new ReadAhead(requestEntries, (int) requestBytes, linger);
        Reading reading = new Reading(work, readAhead);
        stop.onRequest(GRACE, readAhead::close);
        Thread reader = Thread.ofPlatform().daemon().name("reading").start(reading);
        try {
            sendAll(readAhead, server, report);
            if (stop.isRequested()) {
                awaitEnd(reader, work.remainder());
            }
        } catch (InterruptedException e) {
            throw interrupted(report, work.remainder());
        } finally {
            readAhead.close();
            report.summary();
        }
        Optional<CommandFailed> failure = reading.failure();
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (stop.isRequested() && work.remainder().behind(report.stored()).isPresent()) {
            throw interrupted(report, work.remainder());
        }
        return report.anyRefused() && !lenient ? ExitCode.FAILED : ExitCode.OK;
    }

    /** One that reads a file is done in a moment, and only then is it known whether the file had an end there. */
    private static void awaitEnd(Thread reader, Remainder remainder) throws InterruptedException {
        if (remainder.isInFile()) {
            reader.join(LAST_LOOK);
        }
    }

    private static CommandFailed interrupted(SendReport report, Remainder remainder) {
        return CommandFailed.interrupted("stopped; "
                + remainder
                        .behind(report.stored())
                        .map(missing -> missing + "; ")
                        .orElse("") + whatIsStored(report));
    }

    private void sendAll(ReadAhead readAhead, ServerUrl server, SendReport report)
            throws CommandFailed, InterruptedException {
        Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, RandomGenerator.getDefault());
        try (HttpClient http = ServerOption.newHttpClient()) {
            IngestClient ingest = new IngestClient(http, server, backoff, maxRetryTime, report);
            Optional<Batch> batch = readAhead.take();
            while (batch.isPresent()) {
                report.answered(batch.get(), ingest.send(batch.get()));
                batch = readAhead.take();
            }
        } catch (CommandFailed e) {
            throw new CommandFailed(e.getMessage() + "; " + whatIsStored(report));
        }
    }

    private static String whatIsStored(SendReport report) {
        return report.stored()
                .map(place -> "the server has everything up to " + place.words())
                .orElse("nothing was stored");
    }
}
