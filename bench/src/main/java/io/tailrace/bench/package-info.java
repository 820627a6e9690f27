/** Load, measurements and stress tests against the server, which never depends on this module. */
@NullMarked
package io.tailrace.bench;

import org.jspecify.annotations.NullMarked;
