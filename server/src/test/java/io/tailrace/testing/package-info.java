/** What tests start and speak to: the server as a process of its own, and a sender of entries. */
@NullMarked
package io.tailrace.testing;

import org.jspecify.annotations.NullMarked;
