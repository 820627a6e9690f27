package io.tailrace.http;

import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes a server apart, step by step, to the end whatever fails on the way. */
final class Closing {

    private final Faults faults;

    Closing(Faults faults) {
        this.faults = faults;
    }

    /**
     * Takes all steps in this order.
     *
     * @throws IOException the first failure of a disk or a socket, when all steps were taken, with the others suppressed
     */
    void all(List<Closeable> steps) throws IOException {
        IOException first = null;
        for (Closeable step : steps) {
            IOException failed = take(step);
            if (first == null) {
                first = failed;
            } else if (failed != null) {
                first.addSuppressed(failed);
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private @Nullable IOException take(Closeable step) {
        try {
            step.close();
            return null;
        } catch (IOException failed) {
            return failed;
        } catch (Throwable fault) {
            faults.caught(Seam.CLOSE, "A part of the server could not be stopped", fault);
            return new IOException("A part of the server could not be stopped: " + fault, fault);
        }
    }
}
