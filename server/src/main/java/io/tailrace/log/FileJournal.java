package io.tailrace.log;

import io.tailrace.entry.EntryBlock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A journal in segment files, each a run of {@link JournalRecord}s, with a {@link JournalManifest} that names them and an
 * {@link AcknowledgedMark}. What a start makes of them is for {@link JournalReplay} and {@link JournalEnd}.
 *
 * <p>After a failed write or force the segment is cut back to the records that were kept and closed, and the next append
 * starts a new one: what the kernel holds of the old file can no longer be trusted. As long as it cannot be cut back
 * nothing is appended, as a record that was refused would be replayed before those that took its ids. Groups that were kept
 * without a force, and whose force then failed, are written again to the new segment, and nothing is appended before they
 * are on the disk. They are held until they are forced, so up to a segment's bytes.
 */
public final class FileJournal implements Journal {

    private final Path directory;
    private final long segmentBytes;
    private final boolean repair;
    private final JournalDisk disk;
    private final LostIds lostIds;
    private final String boot;
    private final JournalProbe probe;
    private final JournalSegments segments;
    private final AtomicLong tornBytes = new AtomicLong();

    // The appender's thread.
    private @Nullable OpenSegment open;
    private @Nullable OpenSegment abandoned;
    private @Nullable AcknowledgedMark mark;
    private final List<List<EntryBlock>> unforced = new ArrayList<>();
    private Durability noted = Durability.FSYNC;
    private long nextId = 1;

    /**
     * @param directory holds the segments; created if it is not there
     * @param segmentBytes the size from which a new segment is begun
     * @param repair whether to cut the journal at the first damaged record instead of refusing to start
     */
    public FileJournal(Path directory, long segmentBytes, boolean repair, LostIds lostIds) throws IOException {
        this(directory, segmentBytes, repair, lostIds, JournalDisk::openFile);
    }

    public FileJournal(Path directory, long segmentBytes, boolean repair, LostIds lostIds, JournalDisk disk)
            throws IOException {
        this(directory, segmentBytes, repair, lostIds, disk, BootId.current());
    }

    /** @param boot of the machine; empty if it is not known */
    FileJournal(Path directory, long segmentBytes, boolean repair, LostIds lostIds, JournalDisk disk, String boot)
            throws IOException {
        this.directory = DataFiles.createDirectories(directory);
        this.segmentBytes = segmentBytes;
        this.repair = repair;
        this.lostIds = lostIds;
        this.disk = disk;
        this.boot = boot;
        segments = new JournalSegments(disk);
        probe = new JournalProbe(directory, disk);
    }

    @Override
    public void replay(long afterId, Consumer<EntryBlock> blocks) throws IOException {
        JournalEnd end = JournalEnd.of(directory, boot);
        JournalReplay replay = new JournalReplay(repair, disk, lostIds, end, afterId, blocks);
        replay.run(directory);
        if (!end.wasClosed() && !replay.kept().isEmpty()) {
            replay.kept().getLast().force(disk);
        }
        probe.delete();
        nextId = replay.nextId();
        tornBytes.set(replay.tornBytes());
        segments.addAll(replay.kept(), replay.bytes());
        // First the mark: one that is too low beside an old manifest says nothing false, a new manifest without it
        // would.
        mark = AcknowledgedMark.open(directory, nextId - 1);
        note(Durability.FSYNC);
        release(afterId);
    }

    private void note(Durability durability) throws IOException {
        new JournalManifest(new JournalManifest.Run.Running(durability, boot), segments.names()).write(directory);
        noted = durability;
    }

    @Override
    public void append(List<EntryBlock> group, boolean force) throws IOException {
        OpenSegment segment = writable(force ? noted : Durability.ASYNC);
        try {
            segment.write(JournalRecord.encode(group));
            if (force) {
                segment.force();
            }
        } catch (Throwable failed) {
            abandon(segment, failed);
            throw failed;
        }
        segments.grow(segment.keep());
        nextId = group.getLast().lastId() + 1;
        if (force) {
            unforced.clear();
        } else {
            unforced.add(group);
        }
        if (mark != null) {
            mark.set(nextId - 1);
        }
    }

    private OpenSegment writable(Durability durability) throws IOException {
        OpenSegment segment = open;
        if (segment == null || segment.size() >= segmentBytes) {
            closeSegment();
            writeAgain();
            segment = open;
        }
        if (segment == null) {
            return begin(durability);
        }
        if (durability != noted) {
            note(durability);
        }
        return segment;
    }

    private OpenSegment begin(Durability durability) throws IOException {
        JournalSegment segment = JournalSegment.startingAt(directory, nextId);
        FileChannel channel = disk.open(segment.path());
        try {
            // A file of this name can only be left from a start that failed or a record that was cut off: it holds
            // nothing.
            channel.truncate(0);
            disk.forceDirectory(directory);
            segments.add(segment);
            note(durability);
        } catch (Throwable failed) {
            segments.remove(segment);
            channel.close();
            throw failed;
        }
        OpenSegment begun = new OpenSegment(segment, channel);
        open = begun;
        return begun;
    }

    private void closeSegment() throws IOException {
        OpenSegment segment = open;
        if (segment != null) {
            try {
                segment.end(nextId);
            } catch (Throwable failed) {
                abandon(segment, failed);
                throw failed;
            }
            segments.grow(segment.keep());
            unforced.clear();
            open = null;
            segment.close();
        }
    }

    /** Closes the open segment, cut back to its last record that was kept. */
    private void abandon(OpenSegment segment, Throwable failed) {
        open = null;
        abandoned = segment;
        try {
            if (!unforced.isEmpty() && !segment.forceFailed()) {
                segment.force();
                unforced.clear();
            }
        } catch (IOException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
        try {
            segment.close();
            cutBack();
        } catch (IOException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
        if (segment.size() == 0) {
            segments.remove(segment.segment());
        }
    }

    /** Cuts what failed off the abandoned segment. Until that is done nothing may follow it. */
    private void cutBack() throws IOException {
        OpenSegment segment = abandoned;
        if (segment != null) {
            segment.cutBack(disk);
            abandoned = null;
        }
    }

    /**
     * Writes what was kept without a force, and could not be forced, to a segment that begins with it. That takes its name
     * once it is on the disk, so that what the old file still has is not given up before.
     */
    private void writeAgain() throws IOException {
        cutBack();
        if (unforced.isEmpty()) {
            return;
        }
        long firstId = unforced.getFirst().getFirst().firstId();
        JournalSegment segment = JournalSegment.startingAt(directory, firstId);
        FileChannel channel = disk.open(segment.draft());
        OpenSegment again = new OpenSegment(segment, channel);
        try {
            channel.truncate(0);
            for (List<EntryBlock> group : unforced) {
                again.write(JournalRecord.encode(group));
            }
            again.force();
            long replaced = segment.exists() ? segment.size() : 0;
            DataFiles.move(segment.draft(), segment.path());
            segments.add(segment);
            segments.grow(again.keep() - replaced);
            note(noted);
        } catch (Throwable failed) {
            again.close();
            throw failed;
        }
        unforced.clear();
        open = again;
    }

    @Override
    public void force() throws IOException {
        if (unforced.isEmpty()) {
            return;
        }
        OpenSegment segment = open;
        if (segment == null) {
            writeAgain();
            return;
        }
        try {
            segment.force();
            unforced.clear();
        } catch (Throwable failed) {
            abandon(segment, failed);
            throw failed;
        }
    }

    @Override
    public void probe(long probeBytes) throws IOException {
        probe.write(probeBytes);
        cutBack();
    }

    @Override
    public void release(long id) {
        segments.release(id);
    }

    @Override
    public long bytes() {
        return segments.bytes();
    }

    /** The bytes of torn records that replay cut off. */
    public long tornBytes() {
        return tornBytes.get();
    }

    /** Ends the journal, and notes that all of it is on the disk if so. */
    @Override
    public void close() throws IOException {
        if (mark == null) {
            return;
        }
        try {
            closeSegment();
            writeAgain();
            closeSegment();
            mark.force();
            new JournalManifest(new JournalManifest.Run.Stopped(nextId - 1), segments.names()).write(directory);
        } finally {
            OpenSegment left = open;
            open = null;
            mark = null;
            if (left != null) {
                left.close();
            }
        }
    }
}
