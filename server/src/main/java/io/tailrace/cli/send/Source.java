package io.tailrace.cli.send;

import io.tailrace.cli.shell.CommandFailed;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
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
 * @param isFile it holds what it holds, and can be read at any time; a pipe cannot
 * @param unit what it consists of
 */
record Source(String name, Opening opening, boolean isFile, String unit) {

    static final String STDIN = "stdin";

    /** Opens the stream; the reader closes it. */
    interface Opening {
        InputStream open() throws IOException;
    }

    /** The named files, of which {@code -} is stdin; only stdin when none is named. Fails before anything is read. */
    static List<Source> of(List<Path> files, InputStream stdin) throws CommandFailed {
        if (files.stream().filter(Source::isStdin).count() > 1) {
            throw CommandFailed.usage("- is given more than once, but stdin can be read only once");
        }
        List<Source> sources = new ArrayList<>();
        for (Path file : files) {
            sources.add(isStdin(file) ? stdin(stdin) : file(file));
        }
        return sources.isEmpty() ? List.of(stdin(stdin)) : sources;
    }

    private static boolean isStdin(Path file) {
        return file.toString().equals("-");
    }

    private static Source stdin(InputStream stdin) {
        boolean isFile = stdin instanceof FileInputStream && Files.isRegularFile(Path.of("/dev/stdin"));
        return new Source(STDIN, () -> stdin, isFile, "line");
    }

    private static Source file(Path file) throws CommandFailed {
        if (!Files.exists(file)) {
            throw CommandFailed.usage("there is no file " + file);
        }
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            throw CommandFailed.usage(
                    "cannot read " + file + (Files.isDirectory(file) ? ": it is a directory" : ": permission denied"));
        }
        return new Source(
                file.toString(), () -> unzipped(Files.newInputStream(file)), Files.isRegularFile(file), "line");
    }

    /** A source that fails in the middle. */
    static CommandFailed unreadable(Source source, IOException fault) {
        return new CommandFailed("cannot read on in " + source.name() + ": " + fault.getMessage());
    }

    private static InputStream unzipped(InputStream file) throws IOException {
        InputStream in = new BufferedInputStream(file, 1 << 16);
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip ? new GZIPInputStream(in, 1 << 16) : in;
    }
}
