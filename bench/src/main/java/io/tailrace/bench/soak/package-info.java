/** A long run against itself: what was acknowledged, who reads it how, and whether they agree. */
@NullMarked
package io.tailrace.bench.soak;

import org.jspecify.annotations.NullMarked;
