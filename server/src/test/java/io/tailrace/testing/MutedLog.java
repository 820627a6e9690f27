package io.tailrace.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Keeps the log of one class quiet while a test has it fail on purpose. */
public final class MutedLog implements AutoCloseable {

    private final Logger logger;
    private final @Nullable Level before;

    private MutedLog(Logger logger) {
        this.logger = logger;
        before = logger.getLevel();
        logger.setLevel(Level.OFF);
    }

    public static MutedLog of(Class<?> logging) {
        return new MutedLog((Logger) LoggerFactory.getLogger(logging));
    }

    @Override
    public void close() {
        logger.setLevel(before);
    }
}
