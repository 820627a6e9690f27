package io.tailrace.log;

/** Takes entries one by one, as wire JSON that is only lent for the call. */
@FunctionalInterface
public interface EntrySink {

    /** Takes the entry in {@code [from, to)} of the bytes. */
    void entry(long id, byte[] bytes, int from, int to);
}
