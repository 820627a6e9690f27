/** What one log entry is, how it is read and written as JSON, and what a position in the log is; uses no other room. */
@NullMarked
package io.tailrace.entry;

import org.jspecify.annotations.NullMarked;
