package io.tailrace.http;

import io.tailrace.fault.Seam;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.ContextInternal;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The event loops of one server, each with a listener of its own. Called by the thread that starts and stops the server. */
final class EventLoops implements Closeable {

    private static final long SECONDS = 10;

    private final ListenOptions options;
    private final Vertx vertx;
    private final List<Listener> listeners = new ArrayList<>();
    private Future<?> listening = Future.failedFuture("not asked to listen yet");

    EventLoops(ServerConfig config, Routes.Shared shared) {
        options = config.listen();
        // Nothing is served from files, so Vert.x needs no folder to unpack them into, which a kill would leave behind.
        FileSystemOptions noFiles =
                new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        vertx = Vertx.vertx(new VertxOptions()
                .setFileSystemOptions(noFiles)
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(options.eventLoops())
                .setWorkerPoolSize(Math.max(2, options.eventLoops())));
        vertx.exceptionHandler(
                fault -> shared.faults().caught(Seam.REQUEST, "Something on an event loop failed", fault));
        for (int i = 0; i < options.eventLoops(); i++) {
            listeners.add(new Listener(config, shared));
        }
    }

    /** Begins to listen; does not wait for it. */
    void listen() {
        Iterator<Listener> next = listeners.iterator();
        listening = vertx.deployVerticle(() -> next.next(), new DeploymentOptions().setInstances(listeners.size()));
    }

    /** @throws IOException if the address cannot be listened on */
    void awaitListening() throws IOException {
        await(listening, "The server cannot listen on " + options.host() + ":" + options.port());
    }

    /** The port that is listened on; -1 before it is. */
    int port() {
        return listeners.getFirst().port();
    }

    /** Whether every loop takes and streams entries. Any thread may ask. */
    boolean allServe() {
        return listeners.stream().allMatch(Listener::serves);
    }

    /** Whether every loop has come round lately. Any thread may ask. */
    boolean allLive() {
        return listeners.stream().allMatch(Listener::isAlive);
    }

    /** Something to do with a listener on its event loop. */
    interface Task {
        void run(Listener listener, ContextInternal loop);
    }

    /** Does this on each loop that listens, and waits until it is done on all. */
    void onEach(Task task) throws IOException {
        List<Future<Void>> done = new ArrayList<>();
        for (Listener listener : listeners) {
            ContextInternal loop = listener.loop();
            if (loop != null) {
                Promise<Void> promise = Promise.promise();
                done.add(promise.future());
                loop.runOnContext(_ -> {
                    try {
                        task.run(listener, loop);
                        promise.complete();
                    } catch (Throwable broken) {
                        promise.fail(broken);
                    }
                });
            }
        }
        await(Future.all(done), "An event loop did not answer");
    }

    private static void await(Future<?> future, String otherwise) throws IOException {
        try {
            future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw new IOException(otherwise + ": " + (cause == null ? failed : cause).getMessage(), cause);
        } catch (TimeoutException late) {
            throw new IOException(otherwise + " in time", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(otherwise + ": interrupted", interrupted);
        }
    }

    @Override
    public void close() throws IOException {
        await(vertx.close(), "The server did not stop");
    }
}
