/** What the page promises, in a real browser against a real server. */
@NullMarked
package io.tailrace.page;

import org.jspecify.annotations.NullMarked;
