package io.tailrace.testing;

import io.tailrace.testing.TestServer.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server for tests, with a data directory that goes with it: registered in a static field the tests of the class share
 * it, in a field of the instance each test has its own. Sockets that it opened are closed after each test.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final ServerExtension server = new ServerExtension(TestServer.with().maxClients(2));
 *
 * private final HttpSocket http = server.connect();
 * }</pre>
 *
 * <p>Belongs to the test's thread.
 */
public final class ServerExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private final Settings settings;
    private final List<HttpSocket> sockets = new ArrayList<>();
    private boolean shared;
    private @Nullable TestServer server;
    private @Nullable LogSender sender;

    /** A server with the defaults of {@link Settings}. */
    public ServerExtension() {
        this(TestServer.with());
    }

    public ServerExtension(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        shared = true;
        start();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        if (!shared) {
            start();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        for (HttpSocket socket : sockets) {
            socket.close();
        }
        sockets.clear();
        if (!shared) {
            stop();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        stop();
    }

    /** Starts a server on an empty log, for an extension that builds on this one. */
    public void start() throws IOException {
        server = settings.start(Files.createTempDirectory("tailrace-test"));
    }

    /** Stops the server and removes its data. */
    public void stop() throws IOException {
        if (sender != null) {
            sender.close();
            sender = null;
        }
        if (server != null) {
            server.close();
            remove(server.data());
            server = null;
        }
    }

    /** The server that runs now. */
    public TestServer running() {
        if (server == null) {
            throw new IllegalStateException("there is none outside of a test");
        }
        return server;
    }

    /** A new connection, which is closed after the test. */
    public HttpSocket connect() {
        try {
            HttpSocket socket = HttpSocket.open(running());
            sockets.add(socket);
            return socket;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** An application that writes to the server's log; it is the same one for as long as the server lives. */
    public LogSender sender() {
        if (sender == null) {
            sender = new LogSender(running().http("/api/logs"));
        }
        return sender;
    }

    public int port() {
        return running().port();
    }

    /** Waits for so many entries behind a position, as {@link TestServer#entriesAfter}. */
    public List<String> entriesAfter(long position, int count) throws IOException {
        return running().entriesAfter(position, count);
    }

    public Path data() {
        return running().data();
    }

    public URI http(String path) {
        return running().http(path);
    }

    public URI webSocket(String path) {
        return running().webSocket(path);
    }

    /** As {@link TestServer#metric}. */
    public double metric(String name) {
        return running().metric(name);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
