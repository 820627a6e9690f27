/** What holds when a proxy stands in front of the server: nginx with the configuration that is shipped, and others. */
@NullMarked
package io.tailrace.proxy;

import org.jspecify.annotations.NullMarked;
