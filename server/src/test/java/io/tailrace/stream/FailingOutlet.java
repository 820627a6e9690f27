package io.tailrace.stream;

import io.netty.buffer.ByteBuf;

/** A client's outlet that fails in one way once it is told to. */
final class FailingOutlet extends RecordingOutlet {

    private volatile boolean writes = true;
    private volatile boolean ticks = true;
    private volatile boolean looks = true;
    private volatile boolean closes = true;

    void failWrites() {
        writes = false;
    }

    void failTicks() {
        ticks = false;
    }

    void failLooks() {
        looks = false;
    }

    void failClosing() {
        closes = false;
    }

    @Override
    public synchronized void write(ByteBuf frames) {
        if (!writes) {
            frames.release();
            throw new IllegalStateException("a test's write");
        }
        super.write(frames);
    }

    @Override
    public void tick(long nanoTime) {
        if (!ticks) {
            throw new IllegalStateException("a test's tick");
        }
    }

    @Override
    public synchronized boolean isWritable() {
        if (!looks) {
            throw new IllegalStateException("a test's look");
        }
        return super.isWritable();
    }

    @Override
    public synchronized void close(End why) {
        super.close(why);
        if (!closes) {
            throw new IllegalStateException("a test's end");
        }
    }
}
