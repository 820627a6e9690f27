/** The page's files as a browser gets them. */
@NullMarked
package io.tailrace.http.page;

import org.jspecify.annotations.NullMarked;
