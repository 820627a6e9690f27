package io.tailrace.log;

/**
 * Something that is looked up over the hot tail and the history below, step by step, so that many look-ups can take turns,
 * each can be stopped between two steps, and says how far it is. Owned by one thread at a time.
 */
public interface LookUp {

    /** So much of the hot tail is looked through in one step: about a hundredth of a second. */
    long STEP_BYTES = 4 << 20;

    /**
     * Takes a step; may block for a query about at most {@link History#RANGE_IDS} ids.
     *
     * @return whether it is done
     * @throws QueryStopped if it was stopped
     */
    boolean step(RunningQuery running);

    /** Takes all steps that are left, one after the other. */
    default void finish(RunningQuery running) {
        boolean done = false;
        while (!done) {
            done = step(running);
        }
    }
}
