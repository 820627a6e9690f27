package io.tailrace.archive;

import io.tailrace.log.HistoryException;
import java.util.List;
import java.util.Locale;

/**
 * What a failure of the database means, told by its words, as it gives no codes. Holds no state.
 *
 * <p>Examples: {@code FATAL Error: Failed: database has been invalidated because of a previous fatal error} (nothing works
 * until it is opened again), {@code IO Error: Could not write file …: No space left on device} (it works again once there
 * is room).
 */
enum DatabaseFailure {
    /** It concerns one statement. */
    STATEMENT,

    /** There was no room for what it wanted to write. */
    DISK_FULL,

    /** A file could not be read or written; opening it again may help. */
    FILE,

    /** The database does nothing more until it is opened again. */
    FATAL;

    private static final List<String> FULL = List.of("no space left", "disk quota exceeded", "max_temp_directory_size");

    static DatabaseFailure of(Throwable failure) {
        String text = texts(failure);
        if (text.contains("fatal error") || text.contains("has been invalidated") || text.contains("internal error")) {
            return FATAL;
        }
        if (FULL.stream().anyMatch(text::contains)) {
            return DISK_FULL;
        }
        return text.contains("io error") ? FILE : STATEMENT;
    }

    /** Whether it wanted more memory than it may have. */
    static boolean isOutOfMemory(Throwable failure) {
        return texts(failure).contains("out of memory");
    }

    private static String texts(Throwable failure) {
        StringBuilder texts = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            texts.append(cause.getMessage()).append('\n');
        }
        return texts.toString().toLowerCase(Locale.ROOT);
    }

    /** The failure as readers and the archiver are told of it. */
    static HistoryException exception(String what, Throwable failure) {
        boolean full = FULL.stream().anyMatch(texts(failure)::contains);
        return new HistoryException(
                full ? HistoryException.Kind.DISK_FULL : HistoryException.Kind.FAILED,
                what + ": " + failure.getMessage(),
                failure);
    }
}
