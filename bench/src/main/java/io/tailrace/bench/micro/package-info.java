/** The server's hot paths by themselves, without sockets: JMH benchmarks. */
@NullMarked
package io.tailrace.bench.micro;

import org.jspecify.annotations.NullMarked;
