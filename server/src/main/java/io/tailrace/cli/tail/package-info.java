/** {@code tailrace tail}: the live stream in a terminal. */
@NullMarked
package io.tailrace.cli.tail;

import org.jspecify.annotations.NullMarked;
