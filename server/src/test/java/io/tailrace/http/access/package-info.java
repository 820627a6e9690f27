/** Who may use a server, asked of a real one over sockets. */
@NullMarked
package io.tailrace.http.access;

import org.jspecify.annotations.NullMarked;
