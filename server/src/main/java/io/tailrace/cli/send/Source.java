package io.tailrace.cli.send;

import io.tailrace.cli.shell.CommandFailed;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A place where lines come from: a file, which may be compressed with gzip as rotated logs are, or stdin.
 *
 * @param name what a person calls it
 */
record Source(String name, Opening opening) {

    static final String STDIN = "stdin";

    /** Opens the stream; the reader closes it. */
    interface Opening {
        InputStream open() throws IOException;
    }

    /** The named files, of which {@code -} is stdin; only stdin when none is named. Fails before anything is read. */
    static List<Source> of(List<Path> files, InputStream stdin) throws CommandFailed {
        List<Source> sources = new ArrayList<>();
        for (Path file : files) {
            sources.add(file.toString().equals("-") ? stdin(stdin) : file(file));
        }
        return sources.isEmpty() ? List.of(stdin(stdin)) : sources;
    }

    private static Source stdin(InputStream stdin) {
        return new Source(STDIN, () -> stdin);
    }

    private static Source file(Path file) throws CommandFailed {
        if (!Files.exists(file)) {
            throw new CommandFailed("there is no file " + file);
        }
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            throw new CommandFailed(
                    "cannot read " + file + (Files.isDirectory(file) ? ": it is a directory" : ": permission denied"));
        }
        return new Source(file.toString(), () -> unzipped(Files.newInputStream(file)));
    }

    private static InputStream unzipped(InputStream file) throws IOException {
        InputStream in = new BufferedInputStream(file, 1 << 16);
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip ? new GZIPInputStream(in, 1 << 16) : in;
    }
}
