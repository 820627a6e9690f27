package io.tailrace.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The segment that is appended to, and how much of its file is kept. Owned by the appender's thread. */
final class OpenSegment {

    private final JournalSegment segment;
    private final FileChannel channel;
    private long kept;
    private long written;
    private boolean forceFailed;

    OpenSegment(JournalSegment segment, FileChannel channel) {
        this.segment = segment;
        this.channel = channel;
    }

    JournalSegment segment() {
        return segment;
    }

    /** How many bytes of the file are records that were kept. */
    long size() {
        return kept;
    }

    /** Whether the kernel may have dropped what it could not put on the disk. */
    boolean forceFailed() {
        return forceFailed;
    }

    void write(ByteBuffer[] buffers) throws IOException {
        ByteBuffer last = buffers[buffers.length - 1];
        while (last.hasRemaining()) {
            written += channel.write(buffers);
        }
    }

    /** Keeps what was written; says how many bytes that is. */
    long keep() {
        long added = written - kept;
        kept = written;
        return added;
    }

    void force() throws IOException {
        force(false);
    }

    private void force(boolean withLength) throws IOException {
        forceFailed = true;
        channel.force(withLength);
        forceFailed = false;
    }

    /** Ends the file with a footer, on the disk. */
    void end(long nextId) throws IOException {
        write(new ByteBuffer[] {JournalRecord.footer(nextId, kept)});
        force(true);
    }

    /** Cuts off what was written and not kept. Through another channel, as this one may be broken. */
    void cutBack(JournalDisk disk) throws IOException {
        try (FileChannel fresh = disk.open(segment.path())) {
            fresh.truncate(kept);
            fresh.force(true);
        }
    }

    void close() throws IOException {
        channel.close();
    }
}
