/** What is measured of processes: those that the bench starts, their CPU time and their memory. */
@NullMarked
package io.tailrace.bench.process;

import org.jspecify.annotations.NullMarked;
