package io.tailrace.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.tailrace.testing.Frame;
import io.tailrace.testing.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A client that remembers what it was sent, in lines or in messages, and takes more only while the test wants it to. Written to by
 * the event loop, read by the test's thread; it keeps its reference to every buffer until it is released.
 */
class RecordingOutlet implements Outlet {

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(20);

    private final List<ByteBuf> buffers = new ArrayList<>();
    private final List<Map<String, Object>> lines = new ArrayList<>();
    private final List<Long> ids = new ArrayList<>();
    private @Nullable Subscription subscription;
    private boolean writable = true;
    private long room = Long.MAX_VALUE;
    private boolean held;
    private @Nullable End end;

    synchronized void subscription(Subscription newSubscription) {
        subscription = newSubscription;
    }

    synchronized Subscription subscription() {
        if (subscription == null) {
            throw new IllegalStateException("it was not subscribed");
        }
        return subscription;
    }

    /** Takes so many writes more, then none. */
    final synchronized void takeOnly(long writes) {
        room = writes;
        writable = writes > 0;
    }

    synchronized void takeEverything() {
        room = Long.MAX_VALUE;
        writable = true;
    }

    @Override
    public synchronized boolean isWritable() {
        return writable && end == null;
    }

    @Override
    public synchronized void write(ByteBuf frames) {
        if (end != null) {
            throw new IllegalStateException("written to after its end");
        }
        buffers.add(frames);
        byte first = frames.getByte(frames.readerIndex());
        if (first == '{' || first == '\n') {
            frames.toString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty())
                    .forEach(line -> record(Json.object(line)));
        } else {
            recordFrames(frames.duplicate());
        }
        if (--room <= 0) {
            writable = false;
        }
        notifyAll();
    }

    private void recordFrames(ByteBuf frames) {
        try (ByteBufInputStream in = new ByteBufInputStream(frames)) {
            while (in.available() > 0) {
                record(Json.object(Frame.read(in).text()));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void record(Map<String, Object> line) {
        lines.add(line);
        if (line.get("id") instanceof Long id) {
            ids.add(id);
        } else if (line.get("entries") instanceof List<?> entries) {
            for (Object entry : entries) {
                if (entry instanceof Map<?, ?> members && members.get("id") instanceof Long id) {
                    ids.add(id);
                }
            }
        }
    }

    @Override
    public synchronized void holdCommands(boolean hold) {
        held = hold;
        notifyAll();
    }

    @Override
    public void tick(long nanoTime) {}

    @Override
    public synchronized void close(End why) {
        end = why;
        notifyAll();
    }

    synchronized @Nullable End end() {
        return end;
    }

    synchronized boolean isHeld() {
        return held;
    }

    /** The ids of the entries that it was sent so far, in their order. */
    synchronized List<Long> ids() {
        return List.copyOf(ids);
    }

    /** The messages of a type that it was sent so far. */
    synchronized List<Map<String, Object>> messages(String type) {
        return lines.stream().filter(line -> type.equals(line.get("type"))).toList();
    }

    /** How many buffers it was sent so far. */
    synchronized int writes() {
        return buffers.size();
    }

    /** The size of the largest buffer that it was sent, in bytes. */
    synchronized int largestWrite() {
        return buffers.stream().mapToInt(ByteBuf::readableBytes).max().orElse(0);
    }

    /** Waits until it was sent an entry with this id. */
    synchronized RecordingOutlet awaitId(long id) throws InterruptedException {
        await("entry " + id, () -> ids.contains(id));
        return this;
    }

    synchronized void awaitEnd() throws InterruptedException {
        await("its end", () -> end != null);
    }

    synchronized Map<String, Object> awaitMessage(String type) throws InterruptedException {
        await("a message " + type, () -> !messages(type).isEmpty());
        return messages(type).getFirst();
    }

    private synchronized void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST;
        while (!condition.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("not within 20 s: " + what + "; ids " + ids + " end " + end);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** Gives back its references and hands over the buffers, so that one can see who else holds them. */
    synchronized List<ByteBuf> release() {
        List<ByteBuf> released = List.copyOf(buffers);
        released.forEach(ByteBuf::release);
        buffers.clear();
        return released;
    }
}
