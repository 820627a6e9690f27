/** What a person reads at the end of a run: tables and verdicts. */
@NullMarked
package io.tailrace.bench.report;

import org.jspecify.annotations.NullMarked;
