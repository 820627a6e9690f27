/** What whoever runs a server can ask it. */
@NullMarked
package io.tailrace.http.ops;

import org.jspecify.annotations.NullMarked;
