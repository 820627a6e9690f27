package io.tailrace.filter;

import io.tailrace.entry.EntryView;
import io.tailrace.entry.Span;

/** A part of an entry that is an integer. */
public enum NumberPart {
    ID("id"),
    USER_ID("user_id");

    private final String text;

    NumberPart(String text) {
        this.text = text;
    }

    /** Its name on the wire, in queries and in the archive. */
    public String text() {
        return text;
    }

    boolean isIn(EntryView entry) {
        return this == ID || entry.userIdSpan() != Span.NONE;
    }

    /** Its value; it must be in the entry. */
    long in(EntryView entry) {
        return this == ID ? entry.id() : entry.integer(entry.userIdSpan());
    }
}
