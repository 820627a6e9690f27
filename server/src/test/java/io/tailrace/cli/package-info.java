/** Promises of the command line, kept before scripted servers and real ones. */
@NullMarked
package io.tailrace.cli;

import org.jspecify.annotations.NullMarked;
