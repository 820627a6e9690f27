/** The promises of the streams as their clients see them: frames, events and lines over real connections. */
@NullMarked
package io.tailrace.http.tail;

import org.jspecify.annotations.NullMarked;
