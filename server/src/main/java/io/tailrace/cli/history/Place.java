package io.tailrace.cli.history;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A path after its links, and what the system has there. */
final class Place {

    private static final int MOST_LINKS = 40;
    private static final int SOCKET = 0140000;
    private static final int KIND = 0170000;
    private static final Pattern DESCRIPTOR = Pattern.compile("/(dev|proc/[^/]+)/fd/\\d+");

    private Place() {}

    /** Follows links up to what is none, also to what is not there; a descriptor's link is no path and stays. */
    static Path of(Path file) throws IOException {
        Path at = file.toAbsolutePath();
        for (int links = 0; links < MOST_LINKS; links++) {
            Path name = at.getFileName();
            Path parent = at.getParent();
            if (name == null || parent == null) {
                throw new FileAlreadyExistsException(file.toString());
            }
            at = parent.toRealPath().resolve(name);
            if (isDescriptor(at) || !Files.isSymbolicLink(at)) {
                return at;
            }
            at = at.resolveSibling(Files.readSymbolicLink(at));
        }
        throw new FileSystemLoopException(file.toString());
    }

    static boolean isDescriptor(Path place) {
        return DESCRIPTOR.matcher(place.toString()).matches();
    }

    static boolean isStdout(Path descriptor) {
        String own = "/proc/" + ProcessHandle.current().pid() + "/fd/1";
        return descriptor.toString().equals(own) || descriptor.toString().equals("/dev/fd/1");
    }

    static boolean isSocket(Path place) throws IOException {
        return Files.getFileStore(place).supportsFileAttributeView("posix")
                && ((int) Files.getAttribute(place, "unix:mode") & KIND) == SOCKET;
    }
}
