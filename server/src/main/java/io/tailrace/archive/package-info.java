/**
 * Everything that is kept, in DuckDB: filling, searching, counting and retention; may use {@code log}, {@code filter}
 * and {@code entry}.
 */
@NullMarked
package io.tailrace.archive;

import org.jspecify.annotations.NullMarked;
