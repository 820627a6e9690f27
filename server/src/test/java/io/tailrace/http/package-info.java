/** The HTTP server as its clients see it, asked of a real one over sockets. */
@NullMarked
package io.tailrace.http;

import org.jspecify.annotations.NullMarked;
