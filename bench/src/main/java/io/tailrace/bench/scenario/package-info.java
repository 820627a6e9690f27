/** One class for each named measurement. */
@NullMarked
package io.tailrace.bench.scenario;

import org.jspecify.annotations.NullMarked;
