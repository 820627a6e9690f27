package io.tailrace.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * How files are made in a data directory: for their owner and its group only (0640, directories 0750), and, where it is
 * said, on the disk when the call returns, with their names. What is there already keeps its rights. Any thread may call.
 */
public final class DataFiles {

    private static final String FILE = "rw-r-----";
    private static final String DIRECTORY = "rwxr-x---";

    private DataFiles() {}

    /** Makes a directory, with those above it, unless it is there. */
    public static Path createDirectories(Path directory) throws IOException {
        return Files.createDirectories(directory, rights(directory, DIRECTORY));
    }

    /** The lowest directory at or above this one that is there. */
    public static Path existing(Path directory) {
        Path existing = directory;
        while (!Files.isDirectory(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }

    /** Opens a file, which these options may create. */
    public static FileChannel open(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, Set.of(options), rights(file, FILE));
    }

    /** Gives a file that somebody else made the rights that it would have got here. */
    public static void permit(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString(FILE));
        }
    }

    private static FileAttribute<?>[] rights(Path path, String permissions) {
        boolean known = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return known
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Puts another content in the place of a file's, at once and for good: a crash leaves either the old or the new. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        move(fresh, file);
    }

    /** Gives a file another name in its directory, for good, and replaces what has that name. */
    public static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory(directoryOf(to));
    }

    /** Puts on the disk which files there are in a directory. */
    public static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Puts on the disk that a directory is there, and those above it that were made for it.
     *
     * @param topmost the one that was there before, see {@link #existing}
     */
    public static void forceAbove(Path directory, Path topmost) throws IOException {
        Path above = directory;
        while (!above.equals(topmost) && above.getParent() != null) {
            above = above.getParent();
            // What lies above may not be this user's to read; whoever made it sees to it.
            if (Files.isReadable(above)) {
                forceDirectory(above);
            }
        }
    }

    /** The directory that a file, or a directory, is in. */
    public static Path directoryOf(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        return parent == null ? path.toAbsolutePath() : parent;
    }
}
