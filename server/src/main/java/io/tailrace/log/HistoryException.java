package io.tailrace.log;

/** The store below the hot tail failed, or was stopped, in the middle of a read. */
public final class HistoryException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public HistoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
