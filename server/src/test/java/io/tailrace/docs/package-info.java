/** What the documents say, held against the program. */
@NullMarked
package io.tailrace.docs;

import org.jspecify.annotations.NullMarked;
