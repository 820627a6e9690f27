package io.tailrace.stream;

/** What reads for a cursor, as the cursor sees it: where it is, and the way out. Called on the event loop. */
interface Membership {

    /** Behind which id lies what its members were not sent yet. */
    long position();

    /** When its members were last sent entries. */
    long framesAt();

    /** Ends it. The cursor takes the position first. */
    void leave();

    /** The cursor's outlet takes more again; says whether a turn is wanted. */
    boolean drained();
}
