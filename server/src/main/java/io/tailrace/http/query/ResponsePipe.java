package io.tailrace.http.query;

import io.tailrace.entry.JsonBuffer;
import io.tailrace.log.QueryStopped;
import io.tailrace.log.RunningQuery;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The body of a response as a worker writes it: the worker waits while much of it is on its way to the client, so that
 * memory does not grow with the body. A client that takes nothing for long is given up. Written by one worker.
 */
final class ResponsePipe {

    private static final int CHUNK_BYTES = 64 << 10;
    private static final long MAX_UNDER_WAY = 1 << 20;
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Context loop;
    private final HttpServerResponse response;
    private final RunningQuery running;
    private final long silenceNanos;
    private final Runnable head;
    private boolean begun;
    private final JsonBuffer chunk = new JsonBuffer(CHUNK_BYTES + (CHUNK_BYTES >> 2));

    // Shared with the event loop, under the lock.
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taken = lock.newCondition();
    private long underWay;
    private long lastTaken = System.nanoTime();

    /** @param head sets the headers, on the event loop; not called if nothing is ever sent */
    ResponsePipe(Context loop, HttpServerResponse response, Runnable head, RunningQuery running, long silenceMillis) {
        this.head = head;
        this.loop = loop;
        this.response = response;
        this.running = running;
        silenceNanos = TimeUnit.MILLISECONDS.toNanos(silenceMillis);
    }

    /** What is to be sent next; say {@link #drainIfFull} after writing to it. */
    JsonBuffer chunk() {
        return chunk;
    }

    void drainIfFull() {
        if (chunk.size() >= CHUNK_BYTES) {
            drain();
        }
    }

    /** Sends what was written; waits for room first. */
    private void drain() {
        Buffer buffer = next();
        loop.runOnContext(_ -> response.write(buffer).onComplete(_ -> taken(buffer.length())));
    }

    /** Waits for room for what is left. Answers what sends that and ends the response, to be run on the event loop. */
    Runnable last() {
        Buffer buffer = next();
        return () -> response.end(buffer);
    }

    private Buffer next() {
        Buffer buffer = Buffer.buffer(chunk.toByteArray());
        chunk.truncate(0);
        awaitRoom(buffer.length());
        if (!begun) {
            begun = true;
            loop.runOnContext(_ -> head.run());
        }
        return buffer;
    }

    private void awaitRoom(long bytes) {
        lock.lock();
        try {
            while (underWay > 0 && underWay + bytes > MAX_UNDER_WAY) {
                running.check();
                if (taken.awaitNanos(CHECK_NANOS) <= 0 && System.nanoTime() - lastTaken > silenceNanos) {
                    running.stop(QueryStopped.Why.CLIENT_SILENT);
                }
            }
            running.check();
            if (underWay == 0) {
                lastTaken = System.nanoTime();
            }
            underWay += bytes;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            running.stop(QueryStopped.Why.SHUTTING_DOWN);
            running.check();
        } finally {
            lock.unlock();
        }
    }

    private void taken(long bytes) {
        lock.lock();
        try {
            underWay -= bytes;
            lastTaken = System.nanoTime();
            taken.signal();
        } finally {
            lock.unlock();
        }
    }
}
