/** What holds when nginx stands in front of the server, with the configuration that is shipped. */
@NullMarked
package io.tailrace.proxy;

import org.jspecify.annotations.NullMarked;
