/** A Tailrace server as a command sees it: where it is, what it refuses, and how to hand it entries. */
@NullMarked
package io.tailrace.cli.client;

import org.jspecify.annotations.NullMarked;
