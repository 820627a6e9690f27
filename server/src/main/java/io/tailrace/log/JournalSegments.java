package io.tailrace.log;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments that a journal has, oldest first, and what they take on the disk. The appender's thread adds, another one
 * releases; the lock between them is never held while a file is deleted, which may take long.
 */
final class JournalSegments {

    private static final Logger LOG = LoggerFactory.getLogger(JournalSegments.class);

    private final JournalDisk disk;

    /** Guarded by itself. */
    private final Deque<JournalSegment> segments = new ArrayDeque<>();

    private final AtomicLong bytes = new AtomicLong();

    JournalSegments(JournalDisk disk) {
        this.disk = disk;
    }

    void addAll(Collection<JournalSegment> found, long foundBytes) {
        synchronized (segments) {
            segments.addAll(found);
        }
        bytes.addAndGet(foundBytes);
    }

    /** Adds the newest, in the place of one of its name. */
    void add(JournalSegment segment) {
        synchronized (segments) {
            segments.remove(segment);
            segments.addLast(segment);
        }
    }

    void remove(JournalSegment segment) {
        synchronized (segments) {
            segments.remove(segment);
        }
    }

    List<String> names() {
        synchronized (segments) {
            return segments.stream().map(JournalSegment::name).toList();
        }
    }

    /** Deletes what holds nothing above this id, but never the newest. By one thread at a time. */
    void release(long id) {
        while (true) {
            JournalSegment oldest;
            synchronized (segments) {
                if (segments.size() < 2) {
                    return;
                }
                oldest = segments.removeFirst();
                if (segments.getFirst().firstId() > id + 1) {
                    segments.addFirst(oldest);
                    return;
                }
            }
            if (!delete(oldest)) {
                synchronized (segments) {
                    segments.addFirst(oldest);
                }
                return;
            }
        }
    }

    private boolean delete(JournalSegment segment) {
        try {
            long size = segment.size();
            disk.delete(segment.path());
            bytes.addAndGet(-size);
            return true;
        } catch (IOException failed) {
            LOG.warn("Could not delete the archived journal segment {}", segment.path(), failed);
            return false;
        }
    }

    /** Says that they take so many bytes more, or less. */
    void grow(long more) {
        bytes.addAndGet(more);
    }

    long bytes() {
        return bytes.get();
    }
}
