/** How answers and errors look on HTTP. */
@NullMarked
package io.tailrace.http.answer;

import org.jspecify.annotations.NullMarked;
