package io.tailrace.filter;

import io.tailrace.entry.EntryView;

/** A part of an entry that is one text, and that may be missing. */
public enum TextPart {
    SERVICE("service"),
    USER_ID("user_id"),
    TRACE_ID("trace_id"),
    SPAN_ID("span_id");

    private final String text;

    TextPart(String text) {
        this.text = text;
    }

    /** Its name on the wire, in queries and in the archive. */
    public String text() {
        return text;
    }

    /** Where its value lies, as a span. */
    long in(EntryView entry) {
        return switch (this) {
            case SERVICE -> entry.serviceSpan();
            case USER_ID -> entry.userIdSpan();
            case TRACE_ID -> entry.traceIdSpan();
            case SPAN_ID -> entry.spanIdSpan();
        };
    }
}
