package io.tailrace.http.query;

/**
 * The routes that ask the log.
 *
 * @param entries pages and single entries
 * @param counts entries counted
 * @param exports entries as files
 */
public record QueryRoutes(EntryRoutes entries, CountRoutes counts, ExportRoute exports) {}
