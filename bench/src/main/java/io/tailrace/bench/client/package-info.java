/** Clients of the streams as simple programs are: one thread each, that reads by blocking, in every framing. */
@NullMarked
package io.tailrace.bench.client;

import org.jspecify.annotations.NullMarked;
