package io.tailrace.log;

import io.tailrace.entry.EntryBlock;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The disk format of one journal record, which is one group commit, or the footer of a segment. All numbers are big-endian.
 *
 * <pre>
 * offset  size  what
 *      0     4  magic "TRJR"
 *      4     4  length of the entries, in bytes
 *      8     4  CRC32C of everything from offset 12 on
 *     12     8  id of the first entry
 *     20     1  version of the format: 1
 *     21     3  number of entries
 *     24     8  when they were appended, in microseconds since 1970
 *     32     n  the entries as wire JSON, each followed by a newline
 * </pre>
 *
 * A footer is a record without entries. It says that its segment was closed: its id is the one that follows the segment's
 * last entry, and in the place of the time stands its own offset. Nothing follows it.
 *
 * <p>Before there were versions the number of entries took four bytes and there were no footers. So such a record has the
 * version 0 and is read like the others. Every later version keeps these offsets for magic, length and version, so that an
 * older program can tell a newer record from a damaged one.
 */
final class JournalRecord {

    static final int HEADER = 32;
    static final int VERSION = 1;

    /**
     * A version up to this one is taken for a newer program's even if the sum, whose rule may have changed, does not hold: it
     * is better not to start than to cut off what is whole.
     */
    private static final int LIKELY_VERSION = 15;

    private static final int MAGIC = 0x54524A52;
    private static final int CRC_AT = 8;
    private static final int CHECKED_FROM = 12;
    private static final int VERSION_AT = 20;
    private static final int MOST_ENTRIES = 0xFF_FFFF;

    /** What lies at an offset of a segment. */
    enum Found {
        /** A sound record of entries. */
        ENTRIES,
        /** A sound footer. */
        FOOTER,
        /** What a newer version wrote. */
        NEWER,
        /** The beginning of a record, at which the file ends: its write was never finished, or was cut later. */
        SHORT,
        /** Anything else, as long as a record may be. */
        DAMAGED
    }

    /** What a header says, before the entries are checked. */
    record Header(int length, int crc, long firstId, int version, int count, long createdAt) {

        long lastId() {
            return firstId + count - 1;
        }

        int recordBytes() {
            return HEADER + length;
        }
    }

    private JournalRecord() {}

    /** Encodes a group as buffers to be written one after the other. */
    static ByteBuffer[] encode(List<EntryBlock> group) {
        int length = 0;
        int count = 0;
        for (EntryBlock block : group) {
            length = Math.addExact(length, block.bytes().length);
            count += block.count();
        }
        if (count > MOST_ENTRIES) {
            throw new IllegalArgumentException("a group of " + count + " entries");
        }
        EntryBlock first = group.getFirst();
        ByteBuffer header = header(length, first.firstId(), count, first.createdAt());
        CRC32C crc = new CRC32C();
        crc.update(header.slice(CHECKED_FROM, HEADER - CHECKED_FROM));
        ByteBuffer[] buffers = new ByteBuffer[group.size() + 1];
        buffers[0] = header;
        for (int i = 0; i < group.size(); i++) {
            byte[] bytes = group.get(i).bytes();
            crc.update(bytes, 0, bytes.length);
            buffers[i + 1] = ByteBuffer.wrap(bytes);
        }
        header.putInt(CRC_AT, (int) crc.getValue());
        return buffers;
    }

    /** Encodes the footer of a segment of so many bytes, whose last entry this id follows. */
    static ByteBuffer footer(long nextId, long offset) {
        ByteBuffer footer = header(0, nextId, 0, offset);
        CRC32C crc = new CRC32C();
        crc.update(footer.slice(CHECKED_FROM, HEADER - CHECKED_FROM));
        return footer.putInt(CRC_AT, (int) crc.getValue());
    }

    private static ByteBuffer header(int length, long firstId, int count, long time) {
        return ByteBuffer.allocate(HEADER)
                .putInt(MAGIC)
                .putInt(length)
                .putInt(0)
                .putLong(firstId)
                .putInt(VERSION << 24 | count)
                .putLong(time)
                .flip();
    }

    /** Says what lies at this offset, which is not the end; sums are checked too. */
    static Found at(ByteBuffer segment, int offset) {
        int rest = segment.limit() - offset;
        if (!hasMagic(segment, offset, Math.min(rest, Integer.BYTES))) {
            return Found.DAMAGED;
        }
        if (rest < HEADER) {
            return Found.SHORT;
        }
        Header header = headerAt(segment, offset);
        boolean newer = header.version > VERSION;
        if (newer && header.version <= LIKELY_VERSION) {
            return Found.NEWER;
        }
        if (header.length < 0) {
            return Found.DAMAGED;
        }
        if (header.length > rest - HEADER) {
            return newer ? Found.DAMAGED : Found.SHORT;
        }
        if (crcAt(segment, offset, header.length) != header.crc) {
            return Found.DAMAGED;
        }
        if (newer) {
            return Found.NEWER;
        }
        if (header.length > 0) {
            return Found.ENTRIES;
        }
        return header.version > 0 && header.count == 0 && header.createdAt == offset ? Found.FOOTER : Found.DAMAGED;
    }

    private static boolean hasMagic(ByteBuffer segment, int offset, int bytes) {
        for (int i = 0; i < bytes; i++) {
            if (segment.get(offset + i) != (byte) (MAGIC >>> (24 - 8 * i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a sound record of entries starts at this offset or behind it. */
    static boolean areEntriesFrom(ByteBuffer segment, int from) {
        for (int offset = from; offset <= segment.limit() - HEADER; offset++) {
            if (segment.get(offset) == (byte) (MAGIC >>> 24) && at(segment, offset) == Found.ENTRIES) {
                return true;
            }
        }
        return false;
    }

    static Header headerAt(ByteBuffer segment, int offset) {
        int versionAndCount = segment.getInt(offset + VERSION_AT);
        return new Header(
                segment.getInt(offset + 4),
                segment.getInt(offset + CRC_AT),
                segment.getLong(offset + CHECKED_FROM),
                versionAndCount >>> 24,
                versionAndCount & MOST_ENTRIES,
                segment.getLong(offset + 24));
    }

    /** Decodes the sound record of entries at this offset. */
    static EntryBlock decode(ByteBuffer segment, int offset) {
        Header header = headerAt(segment, offset);
        byte[] bytes = new byte[header.length];
        segment.get(offset + HEADER, bytes);
        return EntryBlock.decode(header.firstId, header.count, header.createdAt, bytes);
    }

    private static int crcAt(ByteBuffer segment, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(segment.slice(offset + CHECKED_FROM, HEADER - CHECKED_FROM + length));
        return (int) crc.getValue();
    }
}
