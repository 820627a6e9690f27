/** What clients of other makers see, with the settings that they have when nobody sets any. */
@NullMarked
package io.tailrace.clients;

import org.jspecify.annotations.NullMarked;
