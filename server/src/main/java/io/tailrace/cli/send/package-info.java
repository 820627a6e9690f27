/** {@code tailrace send}: lines of text become entries, in order and without loss. */
@NullMarked
package io.tailrace.cli.send;

import org.jspecify.annotations.NullMarked;
