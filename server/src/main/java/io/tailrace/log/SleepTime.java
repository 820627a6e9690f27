package io.tailrace.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long the machine slept since some moment, in nanoseconds: what Linux counts in its uptime and not in its monotonic
 * clock. Always the same where that is not known. Any thread may ask.
 */
final class SleepTime implements LongSupplier {

    private static final Path UPTIME = Path.of("/proc/uptime");

    @Override
    public long getAsLong() {
        try {
            String uptime = Files.readString(UPTIME);
            double seconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
            return (long) (seconds * TimeUnit.SECONDS.toNanos(1)) - System.nanoTime();
        } catch (IOException | RuntimeException unknown) {
            return 0;
        }
    }
}
