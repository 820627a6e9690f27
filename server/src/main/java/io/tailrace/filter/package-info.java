/** Which entries a reader wants: the one filter type, its parser and its evaluation in memory; may use {@code entry}. */
@NullMarked
package io.tailrace.filter;

import org.jspecify.annotations.NullMarked;
