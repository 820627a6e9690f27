/** Taking entries in. */
@NullMarked
package io.tailrace.http.ingest;

import org.jspecify.annotations.NullMarked;
