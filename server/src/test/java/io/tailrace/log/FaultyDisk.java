package io.tailrace.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A disk for journals that fills up, fails to force or to truncate when a test says so, and counts what is asked of it.
 * May be set from any thread.
 */
final class FaultyDisk implements JournalDisk {

    /** How many bytes may still be written until it is full. */
    final AtomicLong freeBytes = new AtomicLong(Long.MAX_VALUE);

    /** How many forces have begun. */
    final AtomicInteger forces = new AtomicInteger();

    /** What it was asked to keep or to cut, in this order, such as {@code force 00000000000000000001.journal}. */
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    /** How many channels are open. */
    final AtomicInteger openChannels = new AtomicInteger();

    /** How many channels were opened so far. */
    final AtomicInteger opened = new AtomicInteger();

    /** How many bytes fit into one file. */
    volatile long mostInAFile = Long.MAX_VALUE;

    volatile boolean forceFails;
    volatile boolean truncateFails;
    volatile boolean forceOfDirectoryFails;

    /** Runs at the beginning of each force. */
    volatile Runnable onForce = () -> {};

    /** Runs at the beginning of each deletion. */
    volatile Runnable onDelete = () -> {};

    @Override
    public void delete(Path file) throws IOException {
        onDelete.run();
        Files.delete(file);
    }

    @Override
    public FileChannel open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        opened.incrementAndGet();
        openChannels.incrementAndGet();
        return new Channel(channel, String.valueOf(file.getFileName()));
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        if (forceOfDirectoryFails) {
            throw new IOException("Input/output error");
        }
        DataFiles.forceDirectory(directory);
        asked.add("force directory");
    }

    /** A channel to a file on this disk. */
    private final class Channel extends FileChannel {

        private final FileChannel file;
        private final String name;

        Channel(FileChannel file, String name) {
            this.file = file;
            this.name = name;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int wanted = source.remaining();
            int allowed = (int) Math.min(wanted, Math.min(freeBytes.get(), mostInAFile - file.position()));
            if (allowed == 0 && wanted > 0) {
                throw new IOException("No space left on device");
            }
            ByteBuffer part = source.slice(source.position(), allowed);
            while (part.hasRemaining()) {
                file.write(part);
            }
            source.position(source.position() + allowed);
            freeBytes.addAndGet(-allowed);
            return allowed;
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
            long written = 0;
            for (int i = offset; i < offset + length; i++) {
                while (sources[i].hasRemaining()) {
                    if ((freeBytes.get() == 0 || file.position() >= mostInAFile) && written > 0) {
                        return written;
                    }
                    written += write(sources[i]);
                }
            }
            return written;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            forces.incrementAndGet();
            onForce.run();
            if (forceFails) {
                throw new IOException("Input/output error");
            }
            file.force(metaData);
            asked.add("force " + name);
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            if (truncateFails) {
                throw new IOException("Input/output error");
            }
            file.truncate(size);
            asked.add("truncate " + name);
            return this;
        }

        @Override
        protected void implCloseChannel() throws IOException {
            openChannels.decrementAndGet();
            file.close();
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public FileChannel position(long newPosition) throws IOException {
            file.position(newPosition);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(ByteBuffer target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuffer target, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer source, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }
    }
}
