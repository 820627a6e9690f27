/** The commands a person types: {@code serve}, {@code tail}, {@code send} and their kin; may use {@code http}. */
@NullMarked
package io.tailrace.cli;

import org.jspecify.annotations.NullMarked;
