/** How answers reach clients, asked of a real server over sockets. */
@NullMarked
package io.tailrace.http.answer;

import org.jspecify.annotations.NullMarked;
