package io.tailrace.testing;

import io.tailrace.archive.ArchiveOptions;
import io.tailrace.archive.RetentionLimits;
import io.tailrace.filter.FilterLimits;
import io.tailrace.http.ListenOptions;
import io.tailrace.http.ServerConfig;
import io.tailrace.http.TailraceServer;
import io.tailrace.http.access.AccessRules;
import io.tailrace.http.access.Deadlines;
import io.tailrace.http.ingest.IngestLimits;
import io.tailrace.http.query.QueryLimits;
import io.tailrace.http.tail.Liveness;
import io.tailrace.http.tail.TailOptions;
import io.tailrace.log.Durability;
import io.tailrace.log.LogLimits;
import io.tailrace.log.LogOptions;
import io.tailrace.stream.StreamLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A real server in the test's own process, on loopback, with its own data directory. It starts in a fraction of a second;
 * {@link ServerProcess} is the one that can be killed.
 *
 * <p>It takes a free port at its first start and keeps it over restarts. Belongs to the test's thread.
 */
public final class TestServer implements AutoCloseable {

    public static final String VERSION = "0.0.0-test";

    private final Settings settings;
    private final Path data;
    private TailraceServer server;

    private TestServer(Settings settings, Path data) throws IOException {
        this.settings = settings;
        this.data = data;
        this.server = TailraceServer.start(settings.config(data), VERSION);
    }

    /** Starts with the defaults of {@link Settings}; once this returns, the server accepts entries. */
    public static TestServer start(Path data) throws IOException {
        return new Settings().start(data);
    }

    /** What a test wants other than the defaults: {@code TestServer.with().maxBodyBytes(1000).start(data)}. */
    public static Settings with() {
        return new Settings();
    }

    public int port() {
        return server.port();
    }

    public Path data() {
        return data;
    }

    public URI http(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public URI webSocket(String path) {
        return URI.create("ws://127.0.0.1:" + port() + path);
    }

    /** Reads entries as readers see them: waits for {@code count} of those behind a position, each a line of JSON. */
    public List<String> entriesAfter(long position, int count) throws IOException {
        try (HttpSocket stream = HttpSocket.open(this)) {
            stream.say(HttpSocket.head("GET", "/api/logs/stream?after=" + position, "Accept: application/x-ndjson")
                    + "\r\n");
            HttpSocket.Answer head = stream.streamHead();
            if (head.status() != 200) {
                throw new IOException("no stream: " + head);
            }
            List<String> entries = new ArrayList<>();
            while (entries.size() < count) {
                String line = stream.line();
                if (!line.isBlank()) {
                    entries.add(line);
                }
            }
            return entries;
        }
    }

    /** What the server's metrics say under a name, all labels together; 0 if it is not there. */
    public double metric(String name) {
        try (InputStream metrics = http("/metrics").toURL().openStream()) {
            return new String(metrics.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Stops it as a supervisor would, and starts it again on the same port and data. */
    public void restart() throws IOException {
        settings.port = port();
        close();
        server = TailraceServer.start(settings.config(data), VERSION);
    }

    /** Stops it until {@link #restart}, which finds it on the same port. */
    public void stop() throws IOException {
        settings.port = port();
        close();
    }

    /** Stops it. Stopping a stopped server does nothing. */
    @Override
    public void close() throws IOException {
        server.close();
    }

    /** The server's settings, small enough for tests to reach every bound. Each method returns these settings again. */
    public static final class Settings {

        private int port;
        private boolean forceEachCommit = true;
        private long hotTailBytes = 16 << 20;
        private long appendQueueBytes = 16 << 20;
        private long journalSegmentBytes = 1 << 20;
        private long archiveIntervalMillis = 200;
        private RetentionLimits retention = RetentionLimits.NONE;
        private int maxEntryBytes = 256 << 10;
        private int maxBodyBytes = 16 << 20;
        private long maxBufferedBytes = 64 << 20;
        private int maxConnections = 1000;
        private int maxClients = 1000;
        private int batchBytes = 64 << 10;
        private int sendBufferBytes;
        private long heartbeatMillis = 15_000;
        private long pingMillis = 15_000;
        private long silenceMillis = 45_000;
        private long queryTimeoutMillis = 10_000;
        private int exportConcurrency = 2;
        private long maxFilterBytes = 32 << 20;
        private int eventLoops = 2;
        private Set<String> allowHosts = Set.of();
        private Set<String> allowOrigins = Set.of();

        private long maxAnswerBytes = 64 << 20;
        private long headMillis = 10_000;
        private long idleMillis = 75_000;
        private int minBodyRate = 1024;

        private Settings() {}

        public TestServer start(Path data) throws IOException {
            return new TestServer(this, data);
        }

        public Settings forceEachCommit(boolean force) {
            forceEachCommit = force;
            return this;
        }

        public Settings hotTailBytes(long bytes) {
            hotTailBytes = bytes;
            return this;
        }

        public Settings appendQueueBytes(long bytes) {
            appendQueueBytes = bytes;
            return this;
        }

        public Settings journalSegmentBytes(long bytes) {
            journalSegmentBytes = bytes;
            return this;
        }

        public Settings archiveIntervalMillis(long millis) {
            archiveIntervalMillis = millis;
            return this;
        }

        public Settings retentionMillis(long millis) {
            retention = new RetentionLimits(TimeUnit.MILLISECONDS.toMicros(millis), retention.bytes());
            return this;
        }

        public Settings retentionBytes(long bytes) {
            retention = new RetentionLimits(retention.ageMicros(), bytes);
            return this;
        }

        public Settings maxEntryBytes(int bytes) {
            maxEntryBytes = bytes;
            return this;
        }

        public Settings maxBodyBytes(int bytes) {
            maxBodyBytes = bytes;
            return this;
        }

        public Settings maxBufferedBytes(long bytes) {
            maxBufferedBytes = bytes;
            return this;
        }

        public Settings maxConnections(int count) {
            maxConnections = count;
            return this;
        }

        public Settings maxClients(int count) {
            maxClients = count;
            return this;
        }

        public Settings batchBytes(int bytes) {
            batchBytes = bytes;
            return this;
        }

        public Settings sendBufferBytes(int bytes) {
            sendBufferBytes = bytes;
            return this;
        }

        public Settings heartbeatMillis(long millis) {
            heartbeatMillis = millis;
            return this;
        }

        public Settings liveness(long newPingMillis, long newSilenceMillis) {
            pingMillis = newPingMillis;
            silenceMillis = newSilenceMillis;
            return this;
        }

        public Settings queryTimeoutMillis(long millis) {
            queryTimeoutMillis = millis;
            return this;
        }

        public Settings exportConcurrency(int count) {
            exportConcurrency = count;
            return this;
        }

        public Settings maxFilterBytes(long bytes) {
            maxFilterBytes = bytes;
            return this;
        }

        public Settings eventLoops(int count) {
            eventLoops = count;
            return this;
        }

        public Settings allowHosts(String... names) {
            allowHosts = Set.of(names);
            return this;
        }

        public Settings allowOrigins(String... origins) {
            allowOrigins = Set.of(origins);
            return this;
        }

        public Settings maxAnswerBytes(long bytes) {
            maxAnswerBytes = bytes;
            return this;
        }

        public Settings deadlines(long newHeadMillis, long newIdleMillis) {
            headMillis = newHeadMillis;
            idleMillis = newIdleMillis;
            return this;
        }

        public Settings minBodyRate(int bytesASecond) {
            minBodyRate = bytesASecond;
            return this;
        }

        /** For tests that put a server together by themselves. */
        public ServerConfig config(Path data) {
            return new ServerConfig(
                    data,
                    new ListenOptions(
                            "127.0.0.1",
                            port,
                            eventLoops,
                            maxConnections,
                            maxClients,
                            sendBufferBytes,
                            maxAnswerBytes,
                            new Deadlines(headMillis, idleMillis, silenceMillis, minBodyRate)),
                    new AccessRules(allowHosts, allowOrigins),
                    new LogOptions(
                            forceEachCommit ? Durability.FSYNC : Durability.ASYNC,
                            new LogLimits(hotTailBytes, appendQueueBytes),
                            journalSegmentBytes,
                            false),
                    new ArchiveOptions(128L << 20, 1L << 30, 1, 1L << 30, archiveIntervalMillis, retention),
                    new IngestLimits(maxEntryBytes, maxBodyBytes, maxBufferedBytes),
                    new TailOptions(
                            new StreamLimits(batchBytes, 32, heartbeatMillis),
                            1,
                            64,
                            new Liveness(pingMillis, silenceMillis)),
                    new QueryLimits(2, 16, queryTimeoutMillis, exportConcurrency),
                    new FilterLimits(maxFilterBytes));
        }
    }
}
