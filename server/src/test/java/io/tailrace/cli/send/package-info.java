/** Promises of the classes of this room, one by one. */
@NullMarked
package io.tailrace.cli.send;

import org.jspecify.annotations.NullMarked;
