@NullMarked
package io.tailrace.filter;

import org.jspecify.annotations.NullMarked;
