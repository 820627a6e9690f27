package io.tailrace.bench;

import io.tailrace.bench.report.Reason;
import io.tailrace.bench.report.Verdict;
import io.tailrace.bench.scenario.Catchup;
import io.tailrace.bench.scenario.Compare;
import io.tailrace.bench.scenario.FanoutBatch;
import io.tailrace.bench.scenario.FanoutSingle;
import io.tailrace.bench.scenario.History;
import io.tailrace.bench.scenario.Idle;
import io.tailrace.bench.scenario.Ingest;
import io.tailrace.bench.scenario.Latency;
import io.tailrace.bench.scenario.Lookups;
import io.tailrace.bench.scenario.Ready;
import io.tailrace.bench.scenario.Soak;
import io.tailrace.bench.scenario.Stalled;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the load generator: one subcommand for each measurement. */
@Command(
        name = "bench/run",
        description =
                "Measures a Tailrace server from outside. Exit code 0: within the targets; 1: outside; 2: failed.",
        mixinStandardHelpOptions = true,
        subcommandsRepeatable = false,
        subcommands = {
            FanoutSingle.class,
            FanoutBatch.class,
            Latency.Few.class,
            Latency.Many.class,
            Ingest.class,
            Idle.class,
            Stalled.class,
            Ready.class,
            Catchup.class,
            History.class,
            Lookups.class,
            Soak.class,
            Compare.class
        })
public final class Bench {

    private Bench() {}

    /** Runs one measurement and exits with its code. */
    public static void main(String[] arguments) {
        int exitCode = new CommandLine(new Bench())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (Boolean.getBoolean("bench.trace")) {
                        failure.printStackTrace();
                    }
                    return Verdict.FAIL.print(System.out, command.getCommandName(), Reason.of(failure));
                })
                .execute(arguments);
        System.exit(exitCode);
    }
}
