/** What a command finds around it: its streams, Ctrl-C, environment variables, and how its failures are told. */
@NullMarked
package io.tailrace.cli.shell;

import org.jspecify.annotations.NullMarked;
