package io.tailrace.http.tail;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.tailrace.filter.FilterBudget;
import io.tailrace.filter.FilterException;
import io.tailrace.filter.FilterKeys;
import io.tailrace.stream.Fanout;
import io.tailrace.stream.Framing;
import io.tailrace.stream.Outlet;
import io.tailrace.stream.Start;
import io.tailrace.stream.Subscription;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's WebSocket: the outlet of its subscription, and what it says to it. Owned by the socket's event loop.
 */
final class WebSocketSession implements Outlet, ClientChannel.Listener {

    private static final int MAX_GARBAGE = 10;

    private final ClientChannel channel;
    private final MessageReader reader = new MessageReader();
    private final Inbox inbox;
    private final Faults faults;
    private final long pingNanos;
    private final long silenceNanos;
    private final FilterBudget filters;
    private @Nullable Subscription subscription;
    private FilterBudget.@Nullable Lease lease;

    private byte @Nullable [] unansweredPing;
    private int garbage;
    private long heardAt = System.nanoTime();
    private long pingedAt = heardAt;

    WebSocketSession(ClientChannel channel, Liveness liveness, FilterBudget filters, Faults faults) {
        this.channel = channel;
        this.filters = filters;
        this.faults = faults;
        pingNanos = TimeUnit.MILLISECONDS.toNanos(liveness.pingMillis());
        silenceNanos = TimeUnit.MILLISECONDS.toNanos(liveness.silenceMillis());
        inbox = new Inbox(channel, this::listen);
    }

    /**
     * Takes the channel over and begins.
     *
     * @param taken the filter, which is the session's to give back
     * @param headers of the answer to the handshake
     */
    void start(
            Handshake handshake,
            MultiMap headers,
            Fanout fanout,
            FilterBudget.Lease taken,
            Start start,
            Framing framing) {
        lease = taken;
        channel.takeOverForFrames(this);
        channel.writeHead(handshake.head(), headers);
        subscription = fanout.subscribe(taken.keys(), framing, start, this);
    }

    @Override
    public void read(Object message) {
        heardAt = System.nanoTime();
        if (message instanceof WebSocketFrame frame) {
            frame(frame);
        }
    }

    private void frame(WebSocketFrame frame) {
        switch (frame) {
            case CloseWebSocketFrame close -> closedByPeer(close);
            case PingWebSocketFrame ping -> {
                unansweredPing = ByteBufUtil.getBytes(ping.content());
                answerPing();
            }
            case PongWebSocketFrame _ -> {
                // It was heard.
            }
            default -> reader.read(frame).ifPresent(inbox::add);
        }
    }

    /** The peer's goodbye, or its answer to ours. */
    private void closedByPeer(CloseWebSocketFrame close) {
        if (channel.isClosing()) {
            channel.end();
        } else if (CloseCode.mayBeSent(close.statusCode())) {
            leave();
            channel.sayGoodbye(close.retain(), false);
        } else {
            close(CloseCode.PROTOCOL_ERROR);
        }
    }

    /** A peer that pings and reads nothing has its last ping answered once it reads, and not all of them. */
    private void answerPing() {
        byte[] ping = unansweredPing;
        if (ping != null && channel.isWritable()) {
            unansweredPing = null;
            channel.write(new PongWebSocketFrame(Unpooled.wrappedBuffer(ping)));
        }
    }

    private void listen(MessageReader.Read message) {
        Subscription client = subscription;
        if (client == null) {
            return;
        }
        try {
            switch (message) {
                case MessageReader.Read.Text(String text) -> command(client, ClientMessage.parse(text));
                case MessageReader.Read.Binary() ->
                    refuseGarbage("binary_frame", "binary messages are not understood; send JSON as text");
                case MessageReader.Read.Broken(CloseCode why) -> close(why);
            }
        } catch (Throwable fault) {
            faults.caught(Seam.CLIENT, "A client's message could not be taken", fault);
            close(CloseCode.FAULT);
        }
    }

    private void command(Subscription client, ClientMessage message) {
        switch (message) {
            case ClientMessage.Filter filter -> filter(client, filter.keys());
            case ClientMessage.Pause() -> client.pause();
            case ClientMessage.Resume() -> client.resume();
            case ClientMessage.SeekLive() -> client.seekLive();
            case ClientMessage.Seek seek -> client.seek(seek.position());
            case ClientMessage.Rate rate -> client.rate(rate.maxPerSecond(), rate.halfFrom());
            case ClientMessage.Refused(FilterException refusal) ->
                client.refuse(refusal.code(), refusal.error(), refusal.position());
            case ClientMessage.Garbage refused -> refuseGarbage(refused.code(), refused.error());
        }
    }

    /** The old filter stays if there is no room for the new one. */
    private void filter(Subscription client, FilterKeys wanted) {
        Optional<FilterBudget.Lease> taken = filters.take(wanted);
        if (taken.isEmpty()) {
            FilterException refusal = FilterBudget.refusal();
            client.refuse(refusal.code(), refusal.error(), refusal.position());
            return;
        }
        giveFilterBack();
        lease = taken.get();
        client.filter(taken.get().keys());
    }

    private void giveFilterBack() {
        FilterBudget.Lease held = lease;
        lease = null;
        if (held != null) {
            held.close();
        }
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
        answerPing();
        if (subscription != null) {
            subscription.drained();
        }
        inbox.goOnLater();
    }

    @Override
    public void holdCommands(boolean hold) {
        inbox.hold(hold);
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void write(ByteBuf frames) {
        channel.write(frames);
    }

    /**
     * A slow client is not a silent one: while it takes what waits for it, its pongs may be behind that. While it is not read
     * from, nothing can be heard.
     */
    @Override
    public void tick(long nanoTime) {
        if (channel.hasProgressed() || !inbox.isRead()) {
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
        leave();
        channel.sayGoodbye(new CloseWebSocketFrame(code.code, code.reason), true);
    }

    private void leave() {
        inbox.close();
        if (subscription != null) {
            subscription.close();
        }
        giveFilterBack();
    }

    @Override
    public void closed() {
        leave();
    }

    /** A broken frame is answered; whatever else fails here ends the connection. */
    @Override
    public void failed(Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException broken) {
            close(CloseCode.of(broken));
        } else {
            if (!(cause instanceof IOException)) {
                faults.caught(Seam.CLIENT, "A WebSocket failed", cause);
            }
            channel.end();
        }
    }
}
