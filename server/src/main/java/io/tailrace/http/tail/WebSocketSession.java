package io.tailrace.http.tail;

import io.netty.buffer.ByteBuf;
import io.tailrace.filter.FilterException;
import io.tailrace.stream.Fanout;
import io.tailrace.stream.Framing;
import io.tailrace.stream.Outlet;
import io.tailrace.stream.Subscription;
import io.tailrace.stream.WebSocketFrames;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One client's WebSocket: the outlet of its subscription, and what it says to it. Owned by the socket's event loop. */
final class WebSocketSession implements Outlet, FrameChannel.Listener {

    private static final int MAX_GARBAGE = 10;

    private final FrameChannel channel;
    private final long pingNanos;
    private final long silenceNanos;
    private final Runnable ended;
    private @Nullable Subscription subscription;

    private int garbage;
    private long heardAt = System.nanoTime();
    private long pingedAt = heardAt;
    private boolean held;
    private boolean full;

    /** @param ended called once when the socket is closed, however that came about */
    WebSocketSession(ServerWebSocket socket, Liveness liveness, Runnable ended) {
        this.ended = ended;
        pingNanos = TimeUnit.MILLISECONDS.toNanos(liveness.pingMillis());
        silenceNanos = TimeUnit.MILLISECONDS.toNanos(liveness.silenceMillis());
        channel = new FrameChannel(socket, this);
    }

    void start(Fanout fanout, TailParameters parameters, Framing framing) {
        subscription = fanout.subscribe(parameters.filter(), framing, parameters.start(), this);
    }

    @Override
    public void closed() {
        if (subscription != null) {
            subscription.close();
        }
        ended.run();
    }

    @Override
    public void heard() {
        heardAt = System.nanoTime();
    }

    @Override
    public void binary() {
        refuseGarbage("binary_frame", "binary messages are not understood; send JSON as text");
    }

    @Override
    public void text(String text) {
        Subscription client = subscription;
        if (client == null) {
            return;
        }
        switch (ClientMessage.parse(text)) {
            case ClientMessage.Filter filter -> client.filter(filter.keys());
            case ClientMessage.Pause() -> client.pause();
            case ClientMessage.Resume() -> client.resume();
            case ClientMessage.SeekLive() -> client.seekLive();
            case ClientMessage.Seek seek -> client.seek(seek.position());
            case ClientMessage.Rate rate -> client.rate(rate.maxPerSecond());
            case ClientMessage.Refused(FilterException refusal) ->
                client.refuse(refusal.code(), refusal.error(), refusal.position());
            case ClientMessage.Garbage refused -> refuseGarbage(refused.code(), refused.error());
        }
        // A client that says much and reads nothing must not fill the memory with answers.
        full = !channel.isWritable();
        holdOrRelease();
    }

    private void refuseGarbage(String code, String error) {
        if (++garbage > MAX_GARBAGE) {
            close(CloseCode.NOT_THE_PROTOCOL);
        } else if (subscription != null) {
            subscription.refuse(code, error, -1);
        }
    }

    @Override
    public void drained() {
        full = false;
        holdOrRelease();
        if (subscription != null) {
            subscription.drained();
        }
    }

    private void holdOrRelease() {
        channel.hold(held || full);
    }

    @Override
    public void holdCommands(boolean hold) {
        held = hold;
        holdOrRelease();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void write(ByteBuf frames) {
        channel.write(frames);
    }

    /** A slow client is not a silent one: while it takes what waits for it, its pongs may be behind that. */
    @Override
    public void tick(long nanoTime) {
        if (channel.hasProgressed() || held) {
            heardAt = nanoTime;
        }
        if (nanoTime - heardAt > silenceNanos) {
            close(CloseCode.SILENT);
        } else if (nanoTime - pingedAt >= pingNanos && channel.isWritable()) {
            pingedAt = nanoTime;
            channel.write(WebSocketFrames.ping());
        }
    }

    @Override
    public void close(End why) {
        close(
                switch (why) {
                    case SHUTTING_DOWN -> CloseCode.SHUTTING_DOWN;
                    case FAULT -> CloseCode.FAULT;
                });
    }

    private void close(CloseCode code) {
        if (subscription != null) {
            subscription.close();
        }
        channel.close(code.code, code.reason);
    }
}
