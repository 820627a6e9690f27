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
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's WebSocket: the outlet of its subscription, and what it says to it. Messages are taken one after the other,
 * each once all before it have had their effect; meanwhile they wait, within a bound. Owned by the socket's event loop.
 */
final class WebSocketSession implements Outlet, ClientChannel.Listener {

    private static final int MAX_GARBAGE = 10;

    /** So much that was not listened to yet may wait, and what one read of the socket brings beyond it. */
    private static final int MAX_WAITING_CHARACTERS = 64 << 10;

    private final ClientChannel channel;
    private final MessageReader reader = new MessageReader();
    private final Faults faults;
    private final long pingNanos;
    private final long silenceNanos;
    private final FilterBudget filters;
    private @Nullable Subscription subscription;
    private FilterBudget.@Nullable Lease lease;

    /** What the client has said and was not listened to yet. */
    private final Deque<MessageReader.Read> waiting = new ArrayDeque<>(0);

    private int waitingCharacters;

    /** Whether the subscription takes no commands at present. */
    private boolean held;

    private boolean isRead = true;

    /** Whether a task of the event loop will go on with what waits. */
    private boolean scheduled;

    private byte @Nullable [] unansweredPing;
    private int garbage;
    private long heardAt = System.nanoTime();
    private long pingedAt = heardAt;

    WebSocketSession(ServerWebSocket socket, Liveness liveness, FilterBudget filters, Faults faults) {
        this.filters = filters;
        this.faults = faults;
        pingNanos = TimeUnit.MILLISECONDS.toNanos(liveness.pingMillis());
        silenceNanos = TimeUnit.MILLISECONDS.toNanos(liveness.silenceMillis());
        channel = ClientChannel.ofWebSocket(socket, _ -> this);
    }

    /** @param taken the filter, which is the session's to give back */
    void start(Fanout fanout, FilterBudget.Lease taken, Start start, Framing framing) {
        lease = taken;
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
            default -> reader.read(frame).ifPresent(this::said);
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

    private void said(MessageReader.Read message) {
        if (!channel.isClosing()) {
            waiting.add(message);
            waitingCharacters += message.characters();
            goOn();
        }
    }

    /** Takes what waits, as long as that is allowed. */
    private void goOn() {
        while (!waiting.isEmpty() && mayListen() && !scheduled) {
            MessageReader.Read next = waiting.remove();
            waitingCharacters -= next.characters();
            listen(next);
        }
        readOrNot();
    }

    /** A client that says much and reads nothing must not fill the memory with answers. */
    private boolean mayListen() {
        return !held && !channel.isClosing() && channel.isWritable();
    }

    private void readOrNot() {
        isRead = channel.isClosing() || waitingCharacters < MAX_WAITING_CHARACTERS;
        channel.read(isRead);
    }

    /** What comes next is taken by a task of its own, as the subscription may be in the middle of something. */
    private void goOnLater() {
        if (!scheduled && !waiting.isEmpty()) {
            scheduled = true;
            channel.later(() -> {
                scheduled = false;
                goOn();
            });
        } else {
            readOrNot();
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
            case ClientMessage.Rate rate -> client.rate(rate.maxPerSecond());
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
        goOnLater();
    }

    @Override
    public void holdCommands(boolean hold) {
        held = hold;
        goOnLater();
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
        if (channel.hasProgressed() || !isRead) {
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
        waiting.clear();
        waitingCharacters = 0;
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
