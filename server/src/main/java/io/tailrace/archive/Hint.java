package io.tailrace.archive;

import java.util.Optional;

/**
 * Where a filter that matches nothing would match.
 *
 * @param field the field, as a query names it
 * @param count how many of the entries that were looked at have there what was asked for
 * @param query the query that finds them
 * @param insteadOf the field that was asked for and that no entry has; empty if it is the value that is elsewhere
 */
public record Hint(String field, long count, String query, Optional<String> insteadOf) {}
