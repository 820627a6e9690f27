/**
 * Cursors on the log and the fan-out that moves them, without knowing sockets or the database; may use {@code log},
 * {@code filter}, {@code entry} and {@code fault}.
 */
@NullMarked
package io.tailrace.stream;

import org.jspecify.annotations.NullMarked;
