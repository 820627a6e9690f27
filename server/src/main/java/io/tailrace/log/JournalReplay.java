package io.tailrace.log;

import io.tailrace.entry.EntryBlock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one pass over a journal's segments at a start. It hands over what they hold, cuts off a torn last record, and
 * refuses damage anywhere else, or sets aside what lies behind the damage if it is asked to repair. Used once, by one
 * thread.
 */
final class JournalReplay {

    private static final Logger LOG = LoggerFactory.getLogger(JournalReplay.class);

    private final boolean repair;
    private final FileJournal.LostIds lostIds;
    private final Consumer<EntryBlock> blocks;
    private final List<JournalSegment> kept = new ArrayList<>();
    private long nextId;
    private long endId;
    private long bytes;
    private long tornBytes;

    /** @param afterId only what lies above this id is handed over */
    JournalReplay(boolean repair, FileJournal.LostIds lostIds, long afterId, Consumer<EntryBlock> blocks) {
        this.repair = repair;
        this.lostIds = lostIds;
        this.blocks = blocks;
        nextId = afterId + 1;
    }

    /** @throws JournalCorruptException if it is not to repair, and there is damage other than a torn last record */
    void run(Path directory) throws IOException {
        List<JournalSegment> found = JournalSegment.in(directory);
        boolean cut = false;
        for (int i = 0; i < found.size(); i++) {
            JournalSegment segment = found.get(i);
            if (cut) {
                segment.moveAside();
                continue;
            }
            cut = replay(segment, areEmpty(found.subList(i + 1, found.size())));
            if (segment.exists()) {
                kept.add(segment);
                bytes += segment.size();
            }
        }
    }

    private static boolean areEmpty(List<JournalSegment> segments) throws IOException {
        for (JournalSegment segment : segments) {
            if (segment.size() > 0) {
                return false;
            }
        }
        return true;
    }

    /** Replays one segment; says whether it was cut in the middle, so that those behind it no longer follow it. */
    private boolean replay(JournalSegment segment, boolean last) throws IOException {
        endId = Math.max(endId, segment.firstId() - 1);
        ByteBuffer file = segment.map();
        int offset = 0;
        while (offset < file.limit()) {
            if (!JournalRecord.isSoundAt(file, offset)) {
                if (last && JournalRecord.nextSound(file, offset + 1) < 0) {
                    cutTorn(segment, offset, file.limit() - (long) offset);
                    return false;
                }
                setAside(segment, offset, "the record there is not sound, but others follow");
                return true;
            }
            JournalRecord.Header header = JournalRecord.headerAt(file, offset);
            if (header.firstId() > nextId) {
                setAside(segment, offset, "entries " + nextId + " to " + (header.firstId() - 1) + " are missing");
                return true;
            }
            if (header.lastId() >= nextId) {
                blocks.accept(JournalRecord.decode(file, offset).from(nextId));
                nextId = header.lastId() + 1;
            }
            endId = header.lastId();
            offset += header.recordBytes();
        }
        return false;
    }

    private void cutTorn(JournalSegment segment, int offset, long removed) throws IOException {
        tornBytes += removed;
        LOG.warn("Cut a torn record of {} bytes off {}: it was never acknowledged", removed, segment.path());
        segment.truncate(offset);
    }

    private void setAside(JournalSegment segment, int offset, String damage) throws IOException {
        if (!repair) {
            throw new JournalCorruptException(segment.path(), offset, damage);
        }
        lostIds.lost();
        if (offset == 0) {
            segment.moveAside();
        } else {
            segment.copyAside();
            segment.truncate(offset);
        }
        LOG.warn(
                "Cut {} at offset {}, as --journal-repair asks: {}; the rest is set aside, and this log gets a new name"
                        + " so that its clients are told to begin anew",
                segment.path(),
                offset,
                damage);
    }

    /** The segments that are still part of the journal, oldest first. */
    List<JournalSegment> kept() {
        return kept;
    }

    /** The id of the first entry that is in neither the journal nor below it. */
    long nextId() {
        return nextId;
    }

    /** The highest id that the journal is known to have held. */
    long endId() {
        return endId;
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
