package io.tailrace.cli.shell;

import java.io.PrintStream;
import java.util.function.Supplier;

/**
 * What a running command tells on stderr: lines that stay, and, if a person is looking, one line that is written over to
 * show how far it is.
 *
 * <p>May be called by any thread.
 */
public final class StatusLine {

    private static final long SHOWN_NANOS = 200_000_000;
    private static final String ERASE_LINE = "\r\u001b[K";

    private final String prefix;
    private final PrintStream err;
    private final boolean live;
    private long shownAt = System.nanoTime();
    private boolean onScreen;

    private StatusLine(String prefix, PrintStream err, boolean live) {
        this.prefix = prefix;
        this.err = err;
        this.live = live;
    }

    /** For the subcommand of this name. */
    public static StatusLine of(String command, Stdio stdio) {
        return new StatusLine("tailrace " + command + ": ", stdio.err(), stdio.errIsTerminal());
    }

    /** Shows the progress if stderr is a terminal, and not more often than the eye can follow. */
    public synchronized void show(Supplier<String> progress) {
        long now = System.nanoTime();
        if (live && now - shownAt >= SHOWN_NANOS) {
            err.print(ERASE_LINE + prefix + progress.get());
            err.flush();
            shownAt = now;
            onScreen = true;
        }
    }

    /** A line that stays. */
    public synchronized void say(String line) {
        if (onScreen) {
            err.print(ERASE_LINE);
            onScreen = false;
        }
        err.println(prefix + line);
    }
}
