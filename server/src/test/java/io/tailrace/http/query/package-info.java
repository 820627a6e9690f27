@NullMarked
package io.tailrace.http.query;

import org.jspecify.annotations.NullMarked;
