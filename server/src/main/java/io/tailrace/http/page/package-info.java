/** The page and its files. */
@NullMarked
package io.tailrace.http.page;

import org.jspecify.annotations.NullMarked;
