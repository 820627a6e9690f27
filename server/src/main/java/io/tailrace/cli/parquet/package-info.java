/** Exported Parquet files, read in the process of the command line; the one place of it that knows a database. */
@NullMarked
package io.tailrace.cli.parquet;

import org.jspecify.annotations.NullMarked;
