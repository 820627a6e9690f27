package io.tailrace.http.tail;

import io.netty.buffer.ByteBuf;
import io.tailrace.stream.Fanout;
import io.tailrace.stream.Framing;
import io.tailrace.stream.Outlet;
import io.tailrace.stream.Subscription;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import org.jspecify.annotations.Nullable;

/**
 * A stream as the endless body of an HTTP response, for server-sent events and JSON lines. Its client says nothing after
 * its request. Owned by the response's event loop.
 */
final class ResponseOutlet implements Outlet {

    private final HttpServerResponse response;
    private @Nullable Subscription subscription;

    ResponseOutlet(HttpServerResponse response) {
        this.response = response;
    }

    /** @param ended called once when the response is over, however that came about */
    void start(Fanout fanout, TailParameters parameters, Framing framing, Runnable ended) {
        response.drainHandler(_ -> {
            if (subscription != null) {
                subscription.drained();
            }
        });
        response.exceptionHandler(gone -> response.reset());
        response.closeHandler(closed -> {
            if (subscription != null) {
                subscription.close();
            }
            ended.run();
        });
        subscription = fanout.subscribe(parameters.filter(), framing, parameters.start(), this);
    }

    @Override
    public boolean isWritable() {
        return !response.writeQueueFull();
    }

    @Override
    public void write(ByteBuf frames) {
        response.write(BufferInternal.buffer(frames));
    }

    @Override
    public void holdCommands(boolean hold) {}

    /** The kernel finds out whether the client is gone, by the heartbeats that go to it. */
    @Override
    public void tick(long nanoTime) {}

    @Override
    public void close(End why) {
        response.end();
    }
}
