package io.tailrace.log;

import io.tailrace.entry.EntryBlock;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The disk format of one journal record, which is one group commit. All numbers are big-endian.
 *
 * <pre>
 * offset  size  what
 *      0     4  magic "TRJR"
 *      4     4  length of the entries, in bytes
 *      8     4  CRC32C of everything from offset 12 on
 *     12     8  id of the first entry
 *     20     4  number of entries
 *     24     8  when they were appended, in microseconds since 1970
 *     32     n  the entries as wire JSON, each followed by a newline
 * </pre>
 */
final class JournalRecord {

    static final int HEADER = 32;

    private static final int MAGIC = 0x54524A52;
    private static final int CRC_AT = 8;
    private static final int CHECKED_FROM = 12;

    /** What a header says, before the entries are checked. */
    record Header(int length, int crc, long firstId, int count, long createdAt) {

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
            length += block.bytes().length;
            count += block.count();
        }
        EntryBlock first = group.getFirst();
        ByteBuffer header = ByteBuffer.allocate(HEADER)
                .putInt(MAGIC)
                .putInt(length)
                .putInt(0)
                .putLong(first.firstId())
                .putInt(count)
                .putLong(first.createdAt())
                .flip();
        CRC32C crc = new CRC32C();
        crc.update(header.array(), CHECKED_FROM, HEADER - CHECKED_FROM);
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

    /** Whether a sound record starts at this offset of a segment; its entries are checked too. */
    static boolean isSoundAt(ByteBuffer segment, int offset) {
        return segment.limit() - offset >= HEADER
                && segment.getInt(offset) == MAGIC
                && headerAt(segment, offset).length <= segment.limit() - offset - HEADER
                && headerAt(segment, offset).length > 0
                && crcAt(segment, offset) == headerAt(segment, offset).crc;
    }

    /** The first offset from this one on where a sound record starts, or -1. */
    static int nextSound(ByteBuffer segment, int from) {
        for (int offset = from; offset <= segment.limit() - HEADER; offset++) {
            if (segment.get(offset) == (byte) (MAGIC >>> 24) && isSoundAt(segment, offset)) {
                return offset;
            }
        }
        return -1;
    }

    static Header headerAt(ByteBuffer segment, int offset) {
        return new Header(
                segment.getInt(offset + 4),
                segment.getInt(offset + CRC_AT),
                segment.getLong(offset + CHECKED_FROM),
                segment.getInt(offset + 20),
                segment.getLong(offset + 24));
    }

    /** Decodes the sound record at this offset. */
    static EntryBlock decode(ByteBuffer segment, int offset) {
        Header header = headerAt(segment, offset);
        byte[] bytes = new byte[header.length];
        segment.get(offset + HEADER, bytes);
        return EntryBlock.decode(header.firstId, header.count, header.createdAt, bytes);
    }

    private static int crcAt(ByteBuffer segment, int offset) {
        CRC32C crc = new CRC32C();
        crc.update(segment.slice(offset + CHECKED_FROM, HEADER - CHECKED_FROM + headerAt(segment, offset).length));
        return (int) crc.getValue();
    }
}
