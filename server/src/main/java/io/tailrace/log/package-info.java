/**
 * The log of numbered entries: appending, the journal on disk and the recent entries in memory; may use {@code entry}
 * and {@code filter}.
 */
@NullMarked
package io.tailrace.log;

import org.jspecify.annotations.NullMarked;
