/** Health, readiness and metrics. */
@NullMarked
package io.tailrace.http.ops;

import org.jspecify.annotations.NullMarked;
