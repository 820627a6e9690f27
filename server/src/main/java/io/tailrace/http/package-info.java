/** The routes of the server, from ingest and tail to query, operations and the page; may use every room but {@code cli}. */
@NullMarked
package io.tailrace.http;

import org.jspecify.annotations.NullMarked;
