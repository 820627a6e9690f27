/** Taking entries in, asked of a real server over sockets. */
@NullMarked
package io.tailrace.http.ingest;

import org.jspecify.annotations.NullMarked;
