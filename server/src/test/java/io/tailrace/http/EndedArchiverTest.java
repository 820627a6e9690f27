package io.tailrace.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.tailrace.archive.Archiver;
import io.tailrace.fault.Faults;
import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.MutedLog;
import io.tailrace.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a server says whose archiver is no more. */
final class EndedArchiverTest {

    private static final String ENTRY = "{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\"}";

    @Test
    void theServerIsNotReadyAndSaysWhyAndWhatToDo(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(data);
                HttpSocket http = HttpSocket.open(server)) {
            assertThat(http.get("/ready").status()).isEqualTo(200);

            endTheArchiver();

            Answer ready = http.get("/ready");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.at("code")).isEqualTo("not_ready");
            assertThat(ready.at("error"))
                    .isEqualTo("the archiver has ended, so nothing is archived; restart the server");
            // It works on for as long as the hot tail has room.
            assertThat(http.get("/health").status()).isEqualTo(200);
            assertThat(http.post(ENTRY).status()).isEqualTo(201);
        }
        try (TestServer again = TestServer.start(data);
                HttpSocket http = HttpSocket.open(again)) {
            assertThat(http.get("/ready").status()).isEqualTo(200);
            assertThat(again.entriesAfter(0, 1)).hasSize(1);
        }
    }

    /** Its thread takes every fault but one: that even to say so fails. */
    private static void endTheArchiver() throws InterruptedException {
        Thread archiver = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("archiver"))
                .findFirst()
                .orElseThrow();
        archiver.setUncaughtExceptionHandler((_, _) -> {});
        Logger log = (Logger) LoggerFactory.getLogger(Archiver.class);
        AppenderBase<ILoggingEvent> broken = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                throw new AssertionError("a log that cannot be written");
            }
        };
        broken.setContext(log.getLoggerContext());
        broken.start();
        log.addAppender(broken);
        try (MutedLog _ = MutedLog.of(Faults.class)) {
            archiver.interrupt();
            archiver.join();
        } finally {
            log.detachAppender(broken);
        }
    }
}
