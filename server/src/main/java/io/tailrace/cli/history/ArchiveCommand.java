package io.tailrace.cli.history;

import picocli.CommandLine.Command;

/** {@code tailrace archive}: the root of what is about the archive as a whole; does nothing by itself. */
@Command(
        name = "archive",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Look after what a server has kept.")
public final class ArchiveCommand {}
