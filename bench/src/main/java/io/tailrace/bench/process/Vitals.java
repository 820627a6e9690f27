package io.tailrace.bench.process;

import java.io.IOException;
import java.util.function.Predicate;

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
                used(metrics, name -> name.contains("heap") && !name.contains("nonheap")),
                used(metrics, name -> name.contains("direct")),
                Proc.openFiles(server.pid()));
    }

    /** The value of the first metric in bytes with such a name, or such a label, that is not a limit. */
    static double used(String metrics, Predicate<String> named) {
        return metrics.lines()
                .filter(line -> !line.startsWith("#") && line.contains("bytes"))
                .filter(line -> !line.contains("max") && !line.contains("limit") && !line.contains("committed"))
                .filter(named)
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }
}
