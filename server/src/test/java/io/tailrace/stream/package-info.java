/** The promises of cursors and their fan-out, on a real log with a real archive and outlets that take what they want. */
@NullMarked
package io.tailrace.stream;

import org.jspecify.annotations.NullMarked;
