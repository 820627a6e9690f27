/** The routes that ask the log: pages, counts, exports. Knows requests and answers, not the database. */
@NullMarked
package io.tailrace.http.query;

import org.jspecify.annotations.NullMarked;
