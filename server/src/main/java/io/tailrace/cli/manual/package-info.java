/** What the command line tells about itself: help, pages for {@code man}, completion for shells. */
@NullMarked
package io.tailrace.cli.manual;

import org.jspecify.annotations.NullMarked;
