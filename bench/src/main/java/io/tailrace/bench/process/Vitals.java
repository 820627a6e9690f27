package io.tailrace.bench.process;

import java.io.IOException;
import java.util.stream.Collectors;

/**
 * What a server takes at one time, as the kernel and its metrics tell.
 *
 * @param rss    bytes in RAM
 * @param heap   bytes of the heap in use; NaN when the server does not tell
 * @param direct bytes of direct memory in use; NaN when the server does not tell
 * @param files  open files, sockets and pipes
 */
public record Vitals(long rss, double heap, double direct, int files) {

    /** Those of a server now. */
    public static Vitals of(ServerProcess server) throws IOException, InterruptedException {
        String metrics = server.get("/metrics");
        return new Vitals(
                server.memory().rss(),
                heap(metrics),
                ServerProcess.metric(metrics, "tailrace_direct_memory_bytes"),
                Proc.openFiles(server.pid()));
    }

    /** The sum of what the heap's pools hold, of which a collector has several. */
    static double heap(String metrics) {
        return ServerProcess.metric(
                metrics.lines().filter(line -> line.contains("area=\"heap\"")).collect(Collectors.joining("\n")),
                "jvm_memory_used_bytes");
    }
}
