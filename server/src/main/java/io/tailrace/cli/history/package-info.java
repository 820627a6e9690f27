/** The commands that ask a server for what it has kept. */
@NullMarked
package io.tailrace.cli.history;

import org.jspecify.annotations.NullMarked;
