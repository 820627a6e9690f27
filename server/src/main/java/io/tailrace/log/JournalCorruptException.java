package io.tailrace.log;

import java.io.IOException;
import java.nio.file.Path;

/** A journal record is damaged although sound ones follow it, so cutting it off would lose acknowledged entries. */
public final class JournalCorruptException extends IOException {

    private static final long serialVersionUID = 1;

    public JournalCorruptException(Path file, long offset, String what) {
        super("The journal is damaged in " + file + " at offset " + offset + ": " + what
                + ". Restore the file from a backup, or start once with --journal-repair to keep everything before"
                + " this point; the rest is set aside in files that end in .damaged.");
    }
}
