package io.tailrace.log;

import io.tailrace.entry.EntryBlock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one pass over a journal's segments at a start. It hands over what they hold and cuts off what is unsound at the very
 * end; whether that, or anything missing there, may have been acknowledged is for {@link JournalEnd} to say. It refuses
 * damage anywhere else, or sets aside what lies behind it if it is asked to repair. Used once, by one thread.
 *
 * <p>A segment may be unsound where the next one begins: then that was written again there, after a force had failed.
 */
final class JournalReplay {

    private static final Logger LOG = LoggerFactory.getLogger(JournalReplay.class);

    private final boolean repair;
    private final JournalDisk disk;
    private final LostIds lostIds;
    private final JournalEnd end;
    private final long afterId;
    private final Consumer<EntryBlock> blocks;
    private final List<JournalSegment> kept = new ArrayList<>();
    private boolean isVersioned;
    private boolean isRenamed;
    private long nextId;
    private long endId;
    private long bytes;
    private long tornBytes;

    /** What lies at the end of the newest segment and is no sound record. */
    private record Unsound(JournalSegment segment, int offset, long length, boolean isDamaged) {}

    /** @param afterId only what lies above this id is handed over */
    JournalReplay(
            boolean repair,
            JournalDisk disk,
            LostIds lostIds,
            JournalEnd end,
            long afterId,
            Consumer<EntryBlock> blocks) {
        this.repair = repair;
        this.disk = disk;
        this.lostIds = lostIds;
        this.end = end;
        this.afterId = afterId;
        this.blocks = blocks;
        nextId = afterId + 1;
    }

    /**
     * @throws JournalCorruptException if it is not to repair, and there is damage that sound records follow
     * @throws JournalVersionException if a newer version wrote a record
     */
    void run(Path directory) throws IOException {
        List<JournalSegment> found = JournalSegment.in(directory);
        Optional<Unsound> unsound = Optional.empty();
        boolean cut = false;
        for (int i = 0; i < found.size(); i++) {
            JournalSegment segment = found.get(i);
            if (cut) {
                segment.moveAside(disk);
                continue;
            }
            Optional<JournalSegment> next = nextWithContent(found.subList(i + 1, found.size()));
            ByteBuffer file = segment.map();
            int offset = replay(segment, file);
            if (offset < file.limit()) {
                if (next.isEmpty() && isEnd(file, offset)) {
                    unsound = Optional.of(unsound(segment, file, offset));
                } else if (next.isEmpty() || next.get().firstId() > nextId) {
                    setAside(segment, offset, damage(file, offset));
                    cut = true;
                }
            }
            if (segment.exists()) {
                kept.add(segment);
            }
        }
        judgeEnd(unsound);
        for (JournalSegment segment : kept) {
            bytes += segment.size();
        }
    }

    private static Optional<JournalSegment> nextWithContent(List<JournalSegment> segments) throws IOException {
        for (JournalSegment segment : segments) {
            if (segment.size() > 0) {
                return Optional.of(segment);
            }
        }
        return Optional.empty();
    }

    /** Hands over what a segment holds; says at which offset that ended, which is the file's end if all is sound. */
    private int replay(JournalSegment segment, ByteBuffer file) throws IOException {
        endId = Math.max(endId, segment.firstId() - 1);
        int offset = 0;
        while (offset < file.limit()) {
            switch (JournalRecord.at(file, offset)) {
                case ENTRIES -> {
                    JournalRecord.Header header = JournalRecord.headerAt(file, offset);
                    if (header.firstId() > nextId) {
                        return offset;
                    }
                    replay(file, offset, header);
                    offset += header.recordBytes();
                }
                case FOOTER -> {
                    isVersioned = true;
                    return offset + JournalRecord.HEADER;
                }
                case NEWER ->
                    throw new JournalVersionException(
                            segment.path(),
                            offset,
                            JournalRecord.headerAt(file, offset).version(),
                            JournalRecord.VERSION);
                case SHORT, DAMAGED -> {
                    return offset;
                }
            }
        }
        return offset;
    }

    private void replay(ByteBuffer file, int offset, JournalRecord.Header header) {
        isVersioned |= header.version() > 0;
        if (header.lastId() >= nextId) {
            blocks.accept(JournalRecord.decode(file, offset).from(nextId));
            nextId = header.lastId() + 1;
        }
        endId = Math.max(endId, header.lastId());
    }

    /** Whether nothing that could be lost by a cut follows. */
    private static boolean isEnd(ByteBuffer file, int offset) {
        return !JournalRecord.areEntriesFrom(file, offset);
    }

    private static Unsound unsound(JournalSegment segment, ByteBuffer file, int offset) {
        boolean isDamaged = JournalRecord.at(file, offset) != JournalRecord.Found.SHORT;
        return new Unsound(segment, offset, file.limit() - (long) offset, isDamaged);
    }

    private String damage(ByteBuffer file, int offset) {
        if (JournalRecord.at(file, offset) == JournalRecord.Found.ENTRIES) {
            long firstId = JournalRecord.headerAt(file, offset).firstId();
            return "entries " + nextId + " to " + (firstId - 1) + " are missing";
        }
        return "the record there is not sound, but others follow";
    }

    private void judgeEnd(Optional<Unsound> unsound) throws IOException {
        String last = kept.isEmpty() ? "" : kept.getLast().name();
        boolean isDamaged = unsound.map(Unsound::isDamaged).orElse(false);
        Optional<String> lack = isRenamed
                ? Optional.empty()
                : end.mayLack(new JournalEnd.Segments(endId, isVersioned, last, isDamaged), afterId);
        if (lack.isPresent()) {
            LOG.warn(
                    "Entries that were acknowledged may be lost: {}. Their ids will be given to other entries, so this log"
                            + " gets a new name and its clients are told to begin anew",
                    lack.get());
            rename();
        }
        if (unsound.isPresent()) {
            cutOff(unsound.get(), lack.isPresent());
        }
    }

    private void cutOff(Unsound unsound, boolean mayBeAcknowledged) throws IOException {
        tornBytes += unsound.length;
        Path path = unsound.segment.path();
        if (mayBeAcknowledged) {
            unsound.segment.copyAside(disk);
            LOG.warn(
                    "Cut {} bytes that are no sound record off {}: they may have been acknowledged; a copy of the file"
                            + " as it was ends in .damaged",
                    unsound.length,
                    path);
        } else {
            LOG.warn("Cut a torn record of {} bytes off {}: it was never acknowledged", unsound.length, path);
        }
        unsound.segment.truncate(unsound.offset, disk);
    }

    private void setAside(JournalSegment segment, int offset, String damage) throws IOException {
        if (!repair) {
            throw new JournalCorruptException(segment.path(), offset, damage);
        }
        rename();
        if (offset == 0) {
            segment.moveAside(disk);
        } else {
            segment.copyAside(disk);
            segment.truncate(offset, disk);
        }
        LOG.warn(
                "Cut {} at offset {}, as --journal-repair asks: {}; the rest is set aside, and this log gets a new name"
                        + " so that its clients are told to begin anew",
                segment.path(),
                offset,
                damage);
    }

    /** Gives the log its new name, before anything is cut. */
    private void rename() throws IOException {
        if (!isRenamed) {
            lostIds.lost();
            isRenamed = true;
        }
    }

    /** The segments that are still part of the journal, oldest first. */
    List<JournalSegment> kept() {
        return kept;
    }

    /** The id of the first entry that is in neither the journal nor below it. */
    long nextId() {
        return nextId;
    }

    /** What the segments that were kept take, in bytes. */
    long bytes() {
        return bytes;
    }

    /** How many bytes of torn records were cut off. */
    long tornBytes() {
        return tornBytes;
    }
}
