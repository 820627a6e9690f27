package io.tailrace.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server on loopback that does to each connection what a script says: for the faults that a real server does not
 * produce on demand.
 *
 * <p>Connections are served one after the other on a thread of its own; the last script is played again when there is no
 * other.
 */
public final class ScriptedServer implements AutoCloseable {

    private static final int SECONDS = 20;

    private final ServerSocket listener;
    private final ConcurrentLinkedQueue<Script> scripts = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<ScriptedConnection> played = new LinkedBlockingQueue<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private volatile Script last = ScriptedConnection::accept;

    /** What happens on one connection, from its request on. */
    public interface Script {
        void play(ScriptedConnection connection) throws IOException;
    }

    private ScriptedServer(ServerSocket listener) {
        this.listener = listener;
        Thread.ofPlatform().daemon().name("scripted-server").start(this::serve);
    }

    /** A server that plays these scripts in this order. */
    public static ScriptedServer playing(Script... scripts) {
        try {
            ScriptedServer server = new ScriptedServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            server.scripts.addAll(List.of(scripts));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** Waits for the next request, in the order they came. */
    public ScriptedConnection awaitRequest() throws InterruptedException {
        ScriptedConnection connection = played.poll(SECONDS, TimeUnit.SECONDS);
        if (connection == null) {
            throw new IllegalStateException("no request within " + SECONDS + " s; " + faults);
        }
        return connection;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                ScriptedConnection connection = ScriptedConnection.read(socket);
                played.add(connection);
                Script script = scripts.poll();
                last = script == null ? last : script;
                last.play(connection);
            } catch (IOException e) {
                faults.add(e.toString());
            }
        }
    }
}
