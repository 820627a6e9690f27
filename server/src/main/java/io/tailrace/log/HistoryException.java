package io.tailrace.log;

/** The store below the hot tail failed in the middle of a read or a write. */
public final class HistoryException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** What kind of failure it is, for whoever answers a client. */
    public enum Kind {
        /** The store failed, and its log says more. */
        FAILED,

        /** There was no room on the disk. */
        DISK_FULL,

        /** The answer would have been larger than it may be. */
        TOO_LARGE
    }

    private final Kind kind;

    public HistoryException(String message, Throwable cause) {
        this(Kind.FAILED, message, cause);
    }

    public HistoryException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
