package io.tailrace.http.ingest;

import io.netty.handler.codec.DecoderException;
import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.tailrace.http.access.Deadlines;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gathers one request's body within bounds. What comes after a refusal is read and thrown away, so that the client gets
 * to see the answer. Owned by the request's event loop.
 */
final class BodyCollector {

    /** A client that sends so many times the bound after it was refused is cut off. */
    private static final int PATIENCE = 4;

    private static final byte[] NOTHING = new byte[0];

    private final HttpServerRequest request;
    private final IngestLimits limits;
    private final Deadlines deadlines;
    private final Faults faults;
    private final BodyShares.Lease lease;
    private final long announced;
    private final Promise<byte[]> promise = Promise.promise();
    private final long begunAt = System.nanoTime();

    private byte @Nullable [] body;
    private int size;
    private long discarded;
    private long heardAt = begunAt;
    private long heard;

    BodyCollector(
            HttpServerRequest request, IngestLimits limits, Deadlines deadlines, BodyShares shares, Faults faults) {
        this.request = request;
        this.limits = limits;
        this.deadlines = deadlines;
        this.faults = faults;
        announced = announcedLength(request);
        lease = shares.lease(announced);
    }

    /** Succeeds with the body, or fails with a {@link BodyException}. The bytes count as buffered until {@link #release}. */
    Future<byte[]> collect() {
        if (announced > limits.maxBodyBytes()) {
            promise.fail(BodyException.tooLarge(limits.maxBodyBytes()));
        } else {
            body = NOTHING;
            askForBody();
        }
        request.handler(chunk -> {
            try {
                take(chunk);
            } catch (Throwable fault) {
                broken(fault);
            }
        });
        request.endHandler(end -> promise.tryComplete(collected()));
        request.exceptionHandler(this::broken);
        return promise.future();
    }

    /** Tells a client that went or wrote nonsense from a server that failed: only the first is its sender's fault. */
    private void broken(Throwable cause) {
        release();
        boolean isClients =
                (cause instanceof DecoderException && !(cause.getCause() instanceof Error)) || isDisconnect(cause);
        if (isClients) {
            promise.tryFail(new BodyException(
                    400, "incomplete_body", "the body is cut short, or its chunks are broken; send it again"));
        } else {
            faults.caught(Seam.BODY, "A body could not be taken", cause);
            promise.tryFail(new BodyException(503, "unavailable", "the server failed to take the body; send it again"));
        }
    }

    /** Vert.x and Netty say so in their own ways. */
    private static boolean isDisconnect(Throwable cause) {
        return cause instanceof IOException || cause instanceof VertxException;
    }

    private byte[] collected() {
        byte[] all = body;
        if (all == null) {
            return NOTHING;
        }
        return all.length == size ? all : Arrays.copyOf(all, size);
    }

    /** Gives up if nothing has come for long, or what came comes too slowly. */
    void giveUpIfSlow(long now) {
        boolean isSilent = now - heardAt > TimeUnit.MILLISECONDS.toNanos(deadlines.silenceMillis());
        if (isSilent || deadlines.isTooSlow(heard, now - begunAt)) {
            release();
            promise.tryFail(new BodyException(
                    408,
                    "body_timeout",
                    isSilent
                            ? "the rest of the body did not come"
                            : "the body comes slower than " + deadlines.minBodyRate() + " bytes a second"));
        }
    }

    /** A client that waits to be asked for its body is asked once it is known that the body would be taken. */
    private void askForBody() {
        if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            request.response().writeContinue();
        }
    }

    private static long announcedLength(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return header == null ? 0 : Long.parseLong(header.strip());
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }

    private void take(Buffer chunk) {
        heardAt = System.nanoTime();
        heard += chunk.length();
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
        if (!lease.take(chunk.length())) {
            release();
            promise.tryFail(new BodyException(
                    429, "overloaded", "too many requests send bodies at once; try again in a second"));
            return;
        }
        if (newSize > target.length) {
            target = Arrays.copyOf(target, capacityFor(newSize));
            body = target;
        }
        chunk.getBytes(target, size);
        size = newSize;
    }

    /** As much as was announced if half of it has come; else twice what there is. So no more is held than is counted twice. */
    private int capacityFor(int newSize) {
        long twice = Math.min(newSize * 2L, limits.maxBodyBytes());
        return (int) (announced >= newSize ? Math.min(announced, twice) : size == 0 ? newSize : twice);
    }

    /** Gives the buffered bytes back. */
    void release() {
        lease.close();
        body = null;
    }
}
