package io.tailrace.log;

import java.io.IOException;
import java.nio.file.Path;

/** The journal was written by a newer version, so this one can neither read it nor say where it ends. */
public final class JournalVersionException extends IOException {

    private static final long serialVersionUID = 1;

    JournalVersionException(Path file, long offset, int version, int known) {
        super("The journal is of a newer format in " + file + " at offset " + offset + ": version " + version
                + ", and this tailrace knows up to " + known
                + ". Nothing was changed. Start the version of tailrace that"
                + " wrote it, or a newer one. If none ever ran on this directory, then that byte is damaged: restore the"
                + " file from a backup.");
    }
}
