package io.tailrace.http.tail;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * What a client has said on its WebSocket and was not listened to yet. It is taken one message after the other, each once
 * all before it have had their effect; while much waits, no more is read from the client. Owned by the socket's event loop.
 */
final class Inbox {

    /** So much may wait, and what one read of the socket brings beyond it. */
    private static final int MAX_CHARACTERS = 64 << 10;

    private final ClientChannel channel;
    private final Consumer<MessageReader.Read> listener;
    private final Deque<MessageReader.Read> waiting = new ArrayDeque<>(0);
    private int characters;

    /** Whether nothing may be taken at present; so it is until the stream has begun. */
    private boolean held = true;

    /** Whether a task of the event loop will go on with what waits. */
    private boolean scheduled;

    private boolean isOpen = true;
    private boolean isRead = true;

    Inbox(ClientChannel channel, Consumer<MessageReader.Read> listener) {
        this.channel = channel;
        this.listener = listener;
    }

    /** The client has said something. */
    void add(MessageReader.Read message) {
        if (isOpen) {
            waiting.add(message);
            characters += message.characters();
            goOn();
        }
    }

    /** Holds back what the client says, or goes on with it soon. */
    void hold(boolean hold) {
        held = hold;
        goOnLater();
    }

    /** Goes on with what waits, as long as that is allowed. */
    private void goOn() {
        while (!waiting.isEmpty() && mayListen() && !scheduled) {
            MessageReader.Read next = waiting.remove();
            characters -= next.characters();
            listener.accept(next);
        }
        readOrNot();
    }

    /** A client that says much and reads nothing must not fill the memory with answers. */
    private boolean mayListen() {
        return !held && channel.isWritable();
    }

    /** What comes next is taken by a task of its own, as the subscription may be in the middle of something. */
    void goOnLater() {
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

    private void readOrNot() {
        isRead = !isOpen || characters < MAX_CHARACTERS;
        channel.read(isRead);
    }

    /** Whether the client is read from; if not, nothing can be heard of it. */
    boolean isRead() {
        return isRead;
    }

    /** Forgets what waits, and takes no more. */
    void close() {
        isOpen = false;
        waiting.clear();
        characters = 0;
    }
}
