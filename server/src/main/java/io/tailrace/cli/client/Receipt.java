package io.tailrace.cli.client;

import java.util.List;

/**
 * What became of a batch: how many entries the server stored, and which it refused.
 *
 * <p>{@code rejected} may name fewer than {@code rejectedCount}, for the server lists only the first hundred.
 */
public record Receipt(long accepted, long rejectedCount, List<Rejected> rejected) {

    public Receipt {
        rejected = List.copyOf(rejected);
    }

    /** An entry that the server will never take; {@code index} counts the entries of the batch from 0. */
    public record Rejected(int index, String rule) {}
}
