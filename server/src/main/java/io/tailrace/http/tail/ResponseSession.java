package io.tailrace.http.tail;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.tailrace.filter.FilterBudget;
import io.tailrace.stream.Fanout;
import io.tailrace.stream.Framing;
import io.tailrace.stream.Outlet;
import io.tailrace.stream.Start;
import io.tailrace.stream.Subscription;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stream as the endless body of an HTTP response, for server-sent events and JSON lines. It comes in chunks for a client of
 * HTTP/1.1, and as it is for one of HTTP/1.0, which reads until the connection ends. Its client says nothing after its request.
 * Owned by the connection's event loop.
 */
final class ResponseSession implements Outlet, ClientChannel.Listener {

    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";
    private static final String UNTIL_CLOSE = "HTTP/1.1 200 OK\r\nConnection: close\r\n";

    private final ClientChannel channel;
    private final boolean isChunked;
    private final Faults faults;
    private final long silenceNanos;
    private @Nullable Subscription subscription;
    private FilterBudget.@Nullable Lease lease;
    private long tookAt = System.nanoTime();

    ResponseSession(ClientChannel channel, boolean isChunked, Liveness liveness, Faults faults) {
        this.channel = channel;
        this.isChunked = isChunked;
        this.faults = faults;
        silenceNanos = TimeUnit.MILLISECONDS.toNanos(liveness.silenceMillis());
    }

    /** Whether the client of a request knows chunks. */
    static boolean isChunked(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_1_0;
    }

    /**
     * Takes the channel over and begins.
     *
     * @param taken the filter, which is the session's to give back
     * @param headers of the response
     */
    void start(MultiMap headers, Fanout fanout, FilterBudget.Lease taken, Start start, Framing framing) {
        lease = taken;
        channel.takeOver(this);
        channel.writeHead(isChunked ? CHUNKED : UNTIL_CLOSE, headers);
        subscription = fanout.subscribe(taken.keys(), framing, start, this);
    }

    /** Whatever it says, there is no answer before the end of this one. */
    @Override
    public void read(Object message) {}

    @Override
    public void drained() {
        if (subscription != null) {
            subscription.drained();
        }
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void write(ByteBuf frames) {
        channel.write(frames);
    }

    @Override
    public void holdCommands(boolean hold) {}

    /** Nothing is heard of its client but that it takes what it is sent; heartbeats see to it that this is never nothing. */
    @Override
    public void tick(long nanoTime) {
        if (channel.hasProgressed() || !channel.isWaiting()) {
            tookAt = nanoTime;
        } else if (nanoTime - tookAt > silenceNanos) {
            leave();
            channel.end();
        }
    }

    @Override
    public void close(End why) {
        leave();
        channel.sayGoodbye(
                isChunked ? Unpooled.wrappedBuffer(ChunkedFraming.LAST_CHUNK) : Unpooled.EMPTY_BUFFER, false);
    }

    private void leave() {
        if (subscription != null) {
            subscription.close();
        }
        if (lease != null) {
            lease.close();
        }
    }

    @Override
    public void closed() {
        leave();
    }

    @Override
    public void failed(Throwable cause) {
        if (!(cause instanceof IOException)) {
            faults.caught(Seam.CLIENT, "A stream's connection failed", cause);
        }
        leave();
        channel.end();
    }
}
