/** Promises of the classes of this room, one by one. */
@NullMarked
package io.tailrace.cli.manual;

import org.jspecify.annotations.NullMarked;
