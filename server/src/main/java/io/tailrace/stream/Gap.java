package io.tailrace.stream;

import io.tailrace.entry.Position;
import io.tailrace.log.EventLog;
import org.jspecify.annotations.Nullable;

/**
 * Ids that a reader wanted and cannot have.
 *
 * @param from the first one
 * @param to the last one
 * @param next where reading goes on
 */
public record Gap(long from, long to, Reason reason, Position next) {

    /** What retention has removed of what a reader at this position would read next; null if nothing. */
    static @Nullable Gap expired(EventLog log, long position) {
        long first = log.firstId();
        return first > position + 1 ? new Gap(position + 1, first - 1, Reason.EXPIRED, log.position(first - 1)) : null;
    }

    /** Why the ids are gone. */
    public enum Reason {
        /** Retention removed them. */
        EXPIRED("expired"),
        /** They are of another log than this one, which is read from its first entry. */
        RESET("reset");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
