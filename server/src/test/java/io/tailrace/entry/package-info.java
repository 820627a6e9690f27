/** Properties of entries and of the values that they are made of. */
@NullMarked
package io.tailrace.entry;

import org.jspecify.annotations.NullMarked;
