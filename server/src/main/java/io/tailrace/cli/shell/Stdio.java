package io.tailrace.cli.shell;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The three streams of the process, and which of them a person is looking at.
 *
 * <p>{@code in} and {@code out} are unbuffered: whoever uses them brings a buffer, and sees a broken pipe as an
 * {@link IOException}, which a {@link PrintStream} would hide. All text is UTF-8, whatever the locale says.
 */
public record Stdio(
        InputStream in,
        OutputStream out,
        PrintStream err,
        boolean outIsTerminal,
        boolean errIsTerminal,
        ReaderWatch outReader) {

    /** Notices that nobody reads stdout any more, also while nothing is written to it. */
    public interface ReaderWatch {

        /** Runs the action, once and on a thread of its own, when the reader of stdout has gone. */
        void onGone(Runnable action);
    }

    /** The real streams of this process. */
    public static Stdio ofProcess() {
        return new Stdio(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                isTerminal(1),
                isTerminal(2),
                PipeWatch::ofStdout);
    }

    /** Nobody reads stdout any more, as after {@code | head}: nothing is left to do, and that is no failure. */
    public static void failUnlessReaderLeft(IOException fault) throws CommandFailed {
        String reason = String.valueOf(fault.getMessage());
        if (!reason.contains("Broken pipe")) {
            throw new CommandFailed("cannot write to stdout: " + reason);
        }
    }

    /** Linux names the device behind a descriptor; elsewhere Java only knows whether stdin and stdout are terminals. */
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (Files.exists(Path.of("/proc/self/fd"))) {
            try {
                String device = Files.readSymbolicLink(link).toString();
                return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
            } catch (IOException e) {
                return false;
            }
        }
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
}
