/** Promises of the classes of this room, one by one. */
@NullMarked
package io.tailrace.cli.shell;

import org.jspecify.annotations.NullMarked;
