package io.tailrace.http.ingest;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Gathers one request's body within bounds. What comes after a refusal is read and thrown away, so that the client gets
 * to see the answer. Owned by the request's event loop.
 */
final class BodyCollector {

    private static final int INITIAL_BYTES = 1024;

    /** Room for more than this is made when it comes, not when it is announced, which costs a client nothing. */
    private static final int TRUSTED_BYTES = 64 << 10;

    /** Room for so many times of what has come is made, if that was announced. */
    private static final long TRUST = 16;

    /** A client that sends so many times the bound after it was refused is cut off. */
    private static final int PATIENCE = 4;

    private final HttpServerRequest request;
    private final IngestLimits limits;
    private final AtomicLong bufferedBytes;
    private final Promise<byte[]> promise = Promise.promise();

    private byte @Nullable [] body;
    private int size;
    private long announced;
    private long reserved;
    private long discarded;
    private boolean heard = true;

    BodyCollector(HttpServerRequest request, IngestLimits limits, AtomicLong bufferedBytes) {
        this.request = request;
        this.limits = limits;
        this.bufferedBytes = bufferedBytes;
    }

    /** Succeeds with the body, or fails with a {@link BodyException}. The bytes count as buffered until {@link #release}. */
    Future<byte[]> collect() {
        announced = announcedLength();
        if (announced > limits.maxBodyBytes()) {
            promise.fail(BodyException.tooLarge(limits.maxBodyBytes()));
        } else {
            int room = Math.clamp(announced, INITIAL_BYTES, TRUSTED_BYTES);
            if (reserve(room)) {
                body = new byte[room];
                askForBody();
            }
        }
        request.handler(this::take);
        request.endHandler(end -> promise.tryComplete(collected()));
        request.exceptionHandler(gone -> {
            release();
            promise.tryFail(new BodyException(400, "incomplete_body", "the body is cut short"));
        });
        return promise.future();
    }

    private byte[] collected() {
        byte[] all = body;
        if (all == null) {
            return new byte[0];
        }
        return all.length == size ? all : Arrays.copyOf(all, size);
    }

    /** Gives up if nothing has come since this was called last. */
    void giveUpIfSilent() {
        if (!heard) {
            release();
            promise.tryFail(new BodyException(408, "body_timeout", "the rest of the body did not come"));
        }
        heard = false;
    }

    /** A client that waits to be asked for its body is asked once it is known that the body would be taken. */
    private void askForBody() {
        if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            request.response().writeContinue();
        }
    }

    private long announcedLength() {
        String header = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return header == null ? 0 : Long.parseLong(header.strip());
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }

    private void take(Buffer chunk) {
        heard = true;
        byte[] target = body;
        if (target == null) {
            discarded += chunk.length();
            if (discarded > (long) PATIENCE * limits.maxBodyBytes()) {
                request.connection().close();
            }
            return;
        }
        int newSize = size + chunk.length();
        if (newSize > limits.maxBodyBytes()) {
            release();
            promise.tryFail(BodyException.tooLarge(limits.maxBodyBytes()));
            return;
        }
        if (newSize > target.length) {
            int capacity = capacityFor(newSize);
            if (!reserve(capacity - (long) target.length)) {
                return;
            }
            target = Arrays.copyOf(target, capacity);
            body = target;
        }
        chunk.getBytes(target, size);
        size = newSize;
    }

    /** As much as was announced, once enough of it has come; else twice what there is. */
    private int capacityFor(int newSize) {
        long wanted = announced >= newSize ? Math.min(announced, newSize * TRUST) : newSize * 2L;
        return (int) Math.min(limits.maxBodyBytes(), wanted);
    }

    private boolean reserve(long bytes) {
        reserved += bytes;
        if (bufferedBytes.addAndGet(bytes) <= limits.maxBufferedBytes()) {
            return true;
        }
        release();
        promise.tryFail(new BodyException(429, "overloaded", "too many large requests at once; try again in a second"));
        return false;
    }

    /** Gives the buffered bytes back. */
    void release() {
        bufferedBytes.addAndGet(-reserved);
        reserved = 0;
        body = null;
    }
}
