/** Promises of the classes of this room, one by one. */
@NullMarked
package io.tailrace.cli.show;

import org.jspecify.annotations.NullMarked;
