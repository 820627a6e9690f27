package io.tailrace.archive;

import java.util.List;
import java.util.OptionalLong;

/**
 * A page of entries.
 *
 * @param entries their wire JSON, in the order asked for
 * @param next the id behind which the next page begins, in that order; empty if nothing follows
 */
public record EntryPage(List<byte[]> entries, OptionalLong next) {}
