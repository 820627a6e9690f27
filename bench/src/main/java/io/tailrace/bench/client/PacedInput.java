package io.tailrace.bench.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** A socket's input that takes only so many bytes a second, and rests in between. One thread's. */
final class PacedInput extends FilterInputStream {

    private static final int MOST_AT_ONCE = 4096;

    private final LongSupplier bytesPerSecond;

    PacedInput(InputStream in, LongSupplier bytesPerSecond) {
        super(in);
        this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        long pace = bytesPerSecond.getAsLong();
        if (pace == StreamOrder.UNLIMITED) {
            return super.read(into, at, length);
        }
        // Little at a time when it is very slow, else it would take nothing for minutes and rightly be held for dead.
        int most = Math.clamp(pace, 1, MOST_AT_ONCE);
        int taken = super.read(into, at, Math.min(length, most));
        long until = System.nanoTime() + Math.max(0, taken) * TimeUnit.SECONDS.toNanos(1) / pace;
        // In short naps, so that it goes on soon when the limit is lifted.
        while (System.nanoTime() < until && bytesPerSecond.getAsLong() != StreamOrder.UNLIMITED) {
            LockSupport.parkNanos(Math.min(until - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(200)));
        }
        return taken;
    }
}
