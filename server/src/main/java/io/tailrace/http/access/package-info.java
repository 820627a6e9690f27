/** Who may talk to this server: host names, origins and how many at once. */
@NullMarked
package io.tailrace.http.access;

import org.jspecify.annotations.NullMarked;
