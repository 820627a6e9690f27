/** The command that runs the server, and its flags by the room that they set something of. */
@NullMarked
package io.tailrace.cli.serve;

import org.jspecify.annotations.NullMarked;
