/** How entries look on stdout, the same for every command that prints them. */
@NullMarked
package io.tailrace.cli.show;

import org.jspecify.annotations.NullMarked;
