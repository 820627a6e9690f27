package io.tailrace.log;

/** When an append is answered. */
public enum Durability {
    /** Once it is on the disk: nothing that was answered is lost, even if the power fails. */
    FSYNC,

    /**
     * Once the operating system has it: a crash of the process loses nothing, a power failure up to the last
     * {@link JournalWriter#ASYNC_FORCE_MILLIS} milliseconds.
     */
    ASYNC
}
