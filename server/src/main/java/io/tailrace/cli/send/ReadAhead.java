package io.tailrace.cli.send;

import io.tailrace.cli.client.Batch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is read and not yet sent: the bounded hand-off from the reading thread to the sending thread, cut into batches.
 *
 * <p>A batch is ready when it is full, when its first entry has waited for the linger time, or when nothing more comes.
 * While the sender is busy a batch keeps growing, so batches are as large as the traffic asks for. {@link #add} belongs to
 * the reading thread, {@link #take} to the sending thread, {@link #close} to any.
 */
final class ReadAhead {

    /** Full batches that may wait; with the one that is filled and the one that is sent this bounds the memory. */
    private static final int WAITING_BATCHES = 3;

    private final int batchEntries;
    private final int batchBytes;
    private final long lingerNanos;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Guarded by {@code lock}, as are all fields below. */
    private final ArrayDeque<Batch> ready = new ArrayDeque<>();

    private @Nullable Batch filling;
    private long fillingSince;
    private boolean closed;

    ReadAhead(int batchEntries, int batchBytes, Duration linger) {
        this.batchEntries = batchEntries;
        this.batchBytes = batchBytes;
        this.lingerNanos = linger.toNanos();
    }

    /** Takes a copy of the entry, blocking while the read-ahead is full; false when it is closed and nothing is taken. */
    boolean add(String source, long line, EntryBuffer entry) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (ready.size() >= WAITING_BATCHES && !closed) {
                changed.await();
            }
            if (closed) {
                return false;
            }
            Batch batch = batchWithRoom(source, entry.length());
            batch.add(entry.bytes(), entry.length(), line);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private Batch batchWithRoom(String source, int length) {
        Batch batch = filling;
        if (batch != null && hasRoom(batch, source, length)) {
            return batch;
        }
        finishFilling();
        Batch fresh = new Batch(source);
        filling = fresh;
        fillingSince = System.nanoTime();
        changed.signalAll();
        return fresh;
    }

    private boolean hasRoom(Batch batch, String source, int length) {
        return batch.count() < batchEntries
                && batch.size() + length < batchBytes
                && batch.source().equals(source);
    }

    private void finishFilling() {
        if (filling != null) {
            ready.add(filling);
            filling = null;
            changed.signalAll();
        }
    }

    /** The next batch in order; blocks until one is ready. Empty when all is taken and no more comes. */
    Optional<Batch> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (ready.isEmpty()) {
                if (filling == null) {
                    if (closed) {
                        return Optional.empty();
                    }
                    changed.await();
                    continue;
                }
                long left = fillingSince + lingerNanos - System.nanoTime();
                if (closed || left <= 0) {
                    finishFilling();
                } else {
                    changed.awaitNanos(left);
                }
            }
            Batch batch = ready.remove();
            changed.signalAll();
            return Optional.of(batch);
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more comes; what is in here can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
