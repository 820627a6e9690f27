/** What puts load on a server: senders of entries and readers of the stream, on Netty's epoll. */
@NullMarked
package io.tailrace.bench.load;

import org.jspecify.annotations.NullMarked;
