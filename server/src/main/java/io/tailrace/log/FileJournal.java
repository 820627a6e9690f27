package io.tailrace.log;

import io.tailrace.entry.EntryBlock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in segment files, each a run of {@link JournalRecord}s. On {@link JournalReplay replay} a torn last record, which nobody was told
 * is kept, is cut off; damage anywhere else stops the start.
 *
 * <p>After a failed write or force the segment is cut back to what is known to be on the disk and closed, and the next
 * append starts a new one: what the kernel holds of the old file can no longer be trusted. As long as it cannot be cut
 * back nothing is appended, as a record that was refused would be replayed before those that took its ids.
 */
public final class FileJournal implements Journal {

    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);

    /** How much a probe writes: as long as that does not fit, the disk counts as full. */
    private static final int PROBE_BYTES = 1 << 20;

    private final Path directory;
    private final long segmentBytes;
    private final boolean repair;
    private final ChannelOpener opener;
    private final LostIds lostIds;

    /** Closed segments, oldest first, with the open one last. Guarded by itself. */
    private final Deque<JournalSegment> segments = new ArrayDeque<>();

    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong tornBytes = new AtomicLong();

    // The appender's thread.
    private @Nullable FileChannel open;
    private @Nullable JournalSegment openSegment;
    private long openSize;
    private @Nullable JournalSegment abandoned;
    private long nextId = 1;

    /** Opens files for writing; tests give one that fails. */
    @FunctionalInterface
    public interface ChannelOpener {
        FileChannel open(Path file) throws IOException;
    }

    /** Is told at a replay, before anything is cut, that ids which readers may have seen will be given out again. */
    @FunctionalInterface
    public interface LostIds {
        void lost() throws IOException;
    }

    /**
     * @param directory holds the segments; created if it is not there
     * @param segmentBytes the size from which a new segment is begun
     * @param repair whether to cut the journal at the first damaged record instead of refusing to start
     */
    public FileJournal(Path directory, long segmentBytes, boolean repair, LostIds lostIds) throws IOException {
        this(directory, segmentBytes, repair, lostIds, FileJournal::openForAppending);
    }

    public FileJournal(Path directory, long segmentBytes, boolean repair, LostIds lostIds, ChannelOpener opener)
            throws IOException {
        this.directory = Files.createDirectories(directory);
        this.segmentBytes = segmentBytes;
        this.repair = repair;
        this.lostIds = lostIds;
        this.opener = opener;
    }

    private static FileChannel openForAppending(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Override
    public void replay(long afterId, Consumer<EntryBlock> blocks) throws IOException {
        JournalReplay replay = new JournalReplay(repair, lostIds, afterId, blocks);
        replay.run(directory);
        if (replay.endId() < afterId) {
            LOG.warn(
                    "The journal ends at entry {}, but the archive holds entries up to {}: newer ones may have been lost"
                            + " with it, so this log gets a new name and its clients are told to begin anew",
                    replay.endId(),
                    afterId);
            lostIds.lost();
        }
        nextId = replay.nextId();
        bytes.set(replay.bytes());
        tornBytes.set(replay.tornBytes());
        synchronized (segments) {
            segments.addAll(replay.kept());
        }
        release(afterId);
    }

    @Override
    public void append(List<EntryBlock> group, boolean force) throws IOException {
        FileChannel channel = writable();
        try {
            long size = openSize;
            ByteBuffer[] buffers = JournalRecord.encode(group);
            ByteBuffer lastBuffer = buffers[buffers.length - 1];
            while (lastBuffer.hasRemaining()) {
                size += channel.write(buffers);
            }
            if (force) {
                channel.force(false);
            }
            bytes.addAndGet(size - openSize);
            openSize = size;
            nextId = group.getLast().lastId() + 1;
        } catch (IOException failed) {
            abandon(channel, failed);
            throw failed;
        }
    }

    private FileChannel writable() throws IOException {
        if (open != null && openSize < segmentBytes) {
            return open;
        }
        closeSegment();
        cutBack();
        JournalSegment segment = JournalSegment.startingAt(directory, nextId);
        FileChannel channel = opener.open(segment.path());
        try {
            // A file of this name can only be left from a start that failed or a record that was cut off: it holds
            // nothing.
            channel.truncate(0);
            forceDirectory();
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
        synchronized (segments) {
            segments.remove(segment);
            segments.addLast(segment);
        }
        open = channel;
        openSegment = segment;
        openSize = 0;
        return channel;
    }

    private void closeSegment() throws IOException {
        FileChannel channel = open;
        if (channel != null) {
            try {
                channel.force(true);
            } catch (IOException failed) {
                abandon(channel, failed);
                throw failed;
            }
            open = null;
            channel.close();
        }
    }

    /** Closes the open segment, cut back to its last record that was kept. */
    private void abandon(FileChannel channel, IOException failed) {
        open = null;
        abandoned = openSegment;
        try (channel) {
            cutBack();
        } catch (IOException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
        if (openSize == 0 && openSegment != null) {
            synchronized (segments) {
                segments.remove(openSegment);
            }
        }
    }

    /** Cuts what failed off the abandoned segment. Until that is done nothing may follow it. */
    private void cutBack() throws IOException {
        JournalSegment segment = abandoned;
        if (segment != null) {
            try (FileChannel channel = opener.open(segment.path())) {
                channel.truncate(openSize);
                channel.force(true);
            }
            abandoned = null;
        }
    }

    private void forceDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void force() throws IOException {
        FileChannel channel = open;
        if (channel != null) {
            try {
                channel.force(false);
            } catch (IOException failed) {
                abandon(channel, failed);
                throw failed;
            }
        }
    }

    @Override
    public void probe() throws IOException {
        Path file = directory.resolve("probe");
        try (FileChannel channel = opener.open(file)) {
            ByteBuffer zeros = ByteBuffer.allocate(PROBE_BYTES);
            while (zeros.hasRemaining()) {
                channel.write(zeros);
            }
            channel.force(true);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void release(long id) {
        synchronized (segments) {
            while (segments.size() > 1) {
                JournalSegment oldest = segments.removeFirst();
                JournalSegment next = segments.getFirst();
                if (next.firstId() > id + 1 || !delete(oldest)) {
                    segments.addFirst(oldest);
                    return;
                }
            }
        }
    }

    private boolean delete(JournalSegment segment) {
        try {
            long size = segment.size();
            Files.delete(segment.path());
            bytes.addAndGet(-size);
            return true;
        } catch (IOException failed) {
            LOG.warn("Could not delete the archived journal segment {}", segment.path(), failed);
            return false;
        }
    }

    @Override
    public long bytes() {
        return bytes.get();
    }

    /** The bytes of torn records that replay cut off. */
    public long tornBytes() {
        return tornBytes.get();
    }

    @Override
    public void close() throws IOException {
        closeSegment();
    }
}
