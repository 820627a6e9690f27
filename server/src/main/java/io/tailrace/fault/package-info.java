/** What to do with faults that nobody expected, wherever they are caught; used by every room, uses none. */
@NullMarked
package io.tailrace.fault;

import org.jspecify.annotations.NullMarked;
