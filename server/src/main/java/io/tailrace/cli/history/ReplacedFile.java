package io.tailrace.cli.history;

import io.tailrace.log.DataFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * A file that is written beside its place and takes its name when all of it is on the disk, so that what is there under the
 * name is always whole: the old one or the new one.
 *
 * <p>While it is partial it is called {@code NAME.partial-PID}. It has the owner and the permissions of the one that it
 * replaces, as far as the process may give them.
 */
final class ReplacedFile implements ExportTarget {

    private static final int MOST_ATTEMPTS = 1000;

    /** A name has at most 255 bytes on most file systems, of which the ending takes some. */
    private static final int LONGEST_NAME = 220;

    private final Path whole;
    private final Path partial;
    private final FileChannel channel;
    private final OutputStream out;
    private boolean finished;

    private ReplacedFile(Path whole, Path partial, FileChannel channel) {
        this.whole = whole;
        this.partial = partial;
        this.channel = channel;
        this.out = Channels.newOutputStream(channel);
    }

    /** {@code whole} is a file or nothing yet, and no link. Fails if it may not be replaced or nothing may be written there. */
    static ReplacedFile of(Path whole) throws IOException {
        Optional<PosixFileAttributes> old = attributes(whole);
        if (Files.exists(whole) && !Files.isWritable(whole)) {
            throw new AccessDeniedException(whole.toString());
        }
        ReplacedFile file = create(whole, old);
        try {
            if (old.isPresent()) {
                file.takeAfter(old.get());
            }
            return file;
        } catch (IOException failed) {
            file.close();
            throw failed;
        }
    }

    private static Optional<PosixFileAttributes> attributes(Path whole) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(whole, PosixFileAttributeView.class);
        return view == null || !Files.exists(whole) ? Optional.empty() : Optional.of(view.readAttributes());
    }

    /** A name that is taken may be that of another export, or the rest of one that was killed: it is left alone. */
    private static ReplacedFile create(Path whole, Optional<PosixFileAttributes> old) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileAttribute<?>[] attributes = old.<FileAttribute<?>[]>map(
                        of -> new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(of.permissions())})
                .orElseGet(() -> new FileAttribute<?>[0]);
        String name = shortened(String.valueOf(whole.getFileName())) + ".partial-"
                + ProcessHandle.current().pid();
        FileSystemException taken = new FileAlreadyExistsException(name);
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Path partial = whole.resolveSibling(attempt == 0 ? name : name + "-" + attempt);
            try {
                return new ReplacedFile(whole, partial, FileChannel.open(partial, options, attributes));
            } catch (FileAlreadyExistsException next) {
                taken = next;
            }
        }
        throw taken;
    }

    private static String shortened(String name) {
        String shown = name;
        while (shown.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            shown = shown.substring(0, shown.offsetByCodePoints(shown.length(), -1));
        }
        return shown;
    }

    private void takeAfter(PosixFileAttributes old) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(partial, PosixFileAttributeView.class);
        try {
            PosixFileAttributes own = view.readAttributes();
            if (!own.group().equals(old.group())) {
                view.setGroup(old.group());
            }
            if (!own.owner().equals(old.owner())) {
                view.setOwner(old.owner());
            }
        } catch (FileSystemException notAllowed) {
            // Only root gives files away; a new file then belongs to whoever writes it, as any new file does.
        }
        view.setPermissions(old.permissions());
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public void finish() throws IOException {
        channel.force(true);
        channel.close();
        DataFiles.move(partial, whole);
        finished = true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (!finished) {
            Files.deleteIfExists(partial);
        }
    }
}
