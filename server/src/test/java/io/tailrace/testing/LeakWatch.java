package io.tailrace.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails a test class that loses Netty buffers: every buffer is watched, and at the end none may have been collected
 * without being released. So that it does not pass by looking too early, it loses one itself and waits for the report.
 */
public final class LeakWatch implements BeforeAllCallback, AfterAllCallback {

    private final ListAppender<ILoggingEvent> reports = new ListAppender<>();
    private ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();

    @Override
    public void beforeAll(ExtensionContext context) {
        // The first Vert.x of a process turns the detector off.
        Vertx.vertx().close().toCompletionStage().toCompletableFuture().join();
        before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        Logger logger = logger();
        logger.setLevel(Level.ERROR);
        logger.setAdditive(false);
        reports.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        reports.start();
        logger.addAppender(reports);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        String lostOnPurpose = UUID.randomUUID().toString();
        lose(lostOnPurpose);
        try {
            Await.until("the report of the buffer that was lost on purpose", () -> {
                System.gc();
                // A detector looks for what was lost whenever it begins to watch another buffer.
                ByteBufAllocator.DEFAULT.directBuffer(16).release();
                return reports().stream().anyMatch(report -> report.contains(lostOnPurpose));
            });
        } finally {
            ResourceLeakDetector.setLevel(before);
            logger().detachAppender(reports);
            logger().setAdditive(true);
        }
        List<String> leaks = reports().stream()
                .filter(report -> !report.contains(lostOnPurpose))
                .toList();
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks.size() + " kinds of buffers were lost; the first one:\n" + leaks.getFirst());
        }
    }

    private static void lose(String hint) {
        ByteBuf lost = ByteBufAllocator.DEFAULT.directBuffer(16);
        lost.touch(hint);
    }

    private List<String> reports() {
        return List.copyOf(reports.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    }
}
