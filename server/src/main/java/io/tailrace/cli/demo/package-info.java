/** {@code tailrace demo}: made-up traffic of a small web shop. */
@NullMarked
package io.tailrace.cli.demo;

import org.jspecify.annotations.NullMarked;
