package io.tailrace.archive;

import java.util.List;
import java.util.Optional;

/**
 * A page of entries.
 *
 * @param entries their wire JSON, in the order asked for
 * @param next the place behind which the next page begins, in that order: an id, or a {@link TimePosition}; empty if nothing
 *     follows
 */
public record EntryPage(List<byte[]> entries, Optional<String> next) {}
