/** What the whole server promises when its process, its disk or its files fail. */
@NullMarked
package io.tailrace.faults;

import org.jspecify.annotations.NullMarked;
