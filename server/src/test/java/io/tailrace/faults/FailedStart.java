package io.tailrace.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tailrace.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A {@code tailrace serve} that does not come to serve.
 *
 * @param said what it wrote to stderr
 */
record FailedStart(int exitCode, List<String> said) {

    private static final int SECONDS = 30;

    static FailedStart of(Path data, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(ServerProcess.command(0, data));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            List<String> said = new String(process.getErrorStream().readAllBytes(), UTF_8)
                    .lines()
                    .toList();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("it still runs after it closed its stderr");
            }
            return new FailedStart(process.exitValue(), said);
        } finally {
            process.destroyForcibly();
        }
    }
}
