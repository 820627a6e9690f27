package io.tailrace.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory in which one log lives, held by one process at a time. Its file {@code epoch} names the log: a position
 * taken from another log, or from this one before its directory was emptied or ids of it were lost, does not carry that
 * name. Belongs to the thread that opens the log; {@link #epoch} may be asked from any.
 */
public final class DataDirectory implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

    private final Path path;
    private final Path topmost;
    private final FileChannel lockChannel;
    private volatile String epoch;

    private DataDirectory(Path path, Path topmost, FileChannel lockChannel, String epoch) {
        this.path = path;
        this.topmost = topmost;
        this.lockChannel = lockChannel;
        this.epoch = epoch;
    }

    /**
     * Opens the directory, creating it if it is not there.
     *
     * @throws DirectoryInUseException if another process has it open
     * @throws IOException if it cannot be created or written
     */
    public static DataDirectory open(Path path) throws IOException {
        Path topmost = DataFiles.existing(DataFiles.directoryOf(path));
        FileChannel channel = openLock(path);
        try {
            if (lock(channel) == null) {
                throw new DirectoryInUseException(path);
            }
            return new DataDirectory(path, topmost, channel, epoch(path));
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    private static FileChannel openLock(Path path) throws IOException {
        try {
            DataFiles.createDirectories(path);
            return DataFiles.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (FileSystemException failed) {
            String reason = switch (failed) {
                case FileAlreadyExistsException _ -> "there is a file in its place";
                case AccessDeniedException _ -> "this user may not write there";
                default -> String.valueOf(failed.getMessage());
            };
            throw new IOException(
                    "The data directory " + path + " cannot be used: " + reason + ". Choose another --data.", failed);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static String epoch(Path directory) throws IOException {
        Path file = directory.resolve("epoch");
        if (!Files.exists(file)) {
            return newEpoch(directory);
        }
        if (isEmpty(directory.resolve("journal"))) {
            LOG.warn(
                    "The journal of {} is gone, and entries that were acknowledged may be lost with it, so this log gets a new"
                            + " name and its clients are told to begin anew",
                    directory);
            return newEpoch(directory);
        }
        return Files.readString(file).strip();
    }

    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return true;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    /** Makes a new name and keeps it for good. */
    private static String newEpoch(Path directory) throws IOException {
        byte[] random = new byte[6];
        new SecureRandom().nextBytes(random);
        String name = "e" + HexFormat.of().formatHex(random);
        DataFiles.replace(directory.resolve("epoch"), name.getBytes(US_ASCII));
        return name;
    }

    /**
     * Puts on the disk which files and directories are in it, and that it is there itself: to be called once all of them
     * are made.
     */
    public void force() throws IOException {
        DataFiles.forceDirectory(path);
        DataFiles.forceAbove(path.toAbsolutePath(), topmost);
    }

    public String epoch() {
        return epoch;
    }

    /**
     * Gives the log another name, because ids that readers may have seen are about to be given out again. Once this
     * returns the name survives a crash.
     */
    public void renewEpoch() throws IOException {
        epoch = newEpoch(path);
    }

    public Path journal() {
        return path.resolve("journal");
    }

    public Path archive() {
        return path.resolve("archive.duckdb");
    }

    /** Where the archive may put what does not fit into memory. */
    public Path temporary() {
        return path.resolve("tmp");
    }

    @Override
    public void close() throws IOException {
        lockChannel.close();
    }

    /** Another process has the directory open. */
    public static final class DirectoryInUseException extends IOException {

        private static final long serialVersionUID = 1;

        DirectoryInUseException(Path path) {
            super("The data directory " + path + " is in use by another tailrace. Stop it, or choose another --data.");
        }
    }
}
