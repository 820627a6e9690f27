package io.tailrace.entry;

/**
 * Says which rule an entry breaks, in words for its sender. Carries no stack trace: it is thrown for each bad entry of a
 * batch and never leaves the parser.
 */
final class InvalidEntryException extends Exception {

    private static final long serialVersionUID = 1;

    InvalidEntryException(String rule) {
        super(rule, null, false, false);
    }
}
