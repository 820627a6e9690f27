package io.tailrace.http.ingest;

import io.tailrace.entry.Drafts;
import java.util.ArrayList;
import java.util.List;

/** What a request body held: the good entries as drafts, and what is wrong with the others. Owned by one thread at a time. */
final class IngestBody {

    static final int MAX_LISTED = 100;

    /** A body with so many bad entries is not what it was taken for; the rest of it is counted and not read. */
    static final int MOST_REJECTED = 1000;

    /** A bad entry: its index among the entries of the body, from 0, and the rule that it breaks. */
    record Rejected(int index, String error) {}

    final Drafts drafts;
    final boolean isSingle;
    private final List<Rejected> listed = new ArrayList<>();
    private int rejected;
    private int unread;

    IngestBody(Drafts drafts, boolean isSingle) {
        this.drafts = drafts;
        this.isSingle = isSingle;
    }

    /** Says that the next entry is bad. */
    void reject(String error) {
        if (listed.size() < MAX_LISTED) {
            listed.add(new Rejected(drafts.count() + rejected, error));
        }
        rejected++;
    }

    /** Whether so many entries were bad that the rest is not looked at any more. */
    boolean isGivenUp() {
        return rejected >= MOST_REJECTED;
    }

    /** Says that there is another entry, which was not looked at; it counts as bad. */
    void pass() {
        rejected++;
        unread++;
    }

    /** How many of the rejected entries were not looked at, as {@value #MOST_REJECTED} before them were bad. */
    int unreadCount() {
        return unread;
    }

    int rejectedCount() {
        return rejected;
    }

    /** The first bad entries, at most {@value #MAX_LISTED}. */
    List<Rejected> rejected() {
        return listed;
    }
}
