package io.tailrace.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LevelGuessTest {

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            info  ~ Listening on port 8080
            info  ~ INFO ready
            warn  ~ 10:00:00 WARN pool is nearly empty
            error ~ ERROR: relation "x" does not exist
            error ~ error: could not open file
            error ~ Error opening the database
            warn  ~ Warning: deprecated option
            fatal ~ fatal: not a git repository
            fatal ~ panic: runtime error: index out of range
            warn  ~ [warn] no config file, using defaults
            error ~ time="2026-11-22T10:00:00Z" level=error msg="no route"
            warn  ~ ts=2026-11-22T10:00:00Z caller=main.go:7 level=warn msg=slow
            error ~ time=2026-11-22T10:00:00Z level=ERROR msg=boom
            debug ~ {"ts":1,"severity":"DEBUG","msg":"x"}
            error ~ "lvl": "eror", "level" : "error"
            error ~ 2026/11/22 10:00:00 [error] 123#123: *1 open() "/var/www/x" failed (2: No such file)
            fatal ~ 2026/11/22 10:00:00 [emerg] 1#1: bind() to 0.0.0.0:80 failed
            info  ~ 2026/11/22 10:00:00 [notice] 1#1: start worker processes
            error ~ [Sun Nov 22 10:00:00.1 2026] [core:error] [pid 7] AH00126: Invalid URI
            warn  ~ [2026-11-22T10:00:00,123][WARN ][o.e.c.r.a.DiskThresholdMonitor] [node] high disk watermark
            info  ~ 2026-11-22 10:00:00 status installed libc6:amd64 2.36-9
            info  ~ 2026-11-22 10:00:00 upgrade openssl:amd64 3.0.14 3.0.15
            error ~ dpkg: error processing package foo (--configure):
            warn  ~ dpkg: warning: while removing foo, directory not empty
            error ~ E: Unable to locate package nonsense
            warn  ~ W: Some index files failed to download
            info  ~ N: See apt-secure(8) manpage for details
            info  ~ Get:1 http://mirror.example/debian bookworm InRelease
            error ~ 2026-11-22 10:00:00,123 [main] ERROR com.shop.App - cannot start [info]
            info  ~ 10:00:00.123 [http-1] INFO  c.s.Portal - POST /error 200
            debug ~ 2026-11-22T10:00:00.123Z DEBUG 1 --- [main] o.s.b.Boot : ready
            error ~ SEVERE: Servlet.service() threw an exception
            trace ~ FINEST: entering
            warn  ~ WARNING:root:disk is nearly full
            error ~ 2026-11-22 10:00:00,123 - shop.payments - ERROR - charge failed
            error ~ [2026-11-22 10:00:00,123: ERROR/MainProcess] Task failed
            info  ~ INFO:     127.0.0.1:5000 - "GET / HTTP/1.1" 200 OK
            error ~ Traceback (most recent call last):
            error ~ Exception in thread "main" java.lang.IllegalStateException
            error ~ [2026-11-22T10:00:00Z ERROR shop::api] refused
            error ~ E1122 10:00:00.123456 1 reflector.go:138] Failed to watch
            info  ~ I1122 10:00:00.123456 1 server.go:1] Starting
            error ~ [10:00:00 ERR] Unhandled request
            debug ~ 10:00AM DBG cache miss key=7
            error ~ fail: Microsoft.AspNetCore.Server.Kestrel[13]
            warn  ~ warn: Microsoft.Hosting.Lifetime[0]
            fatal ~ crit: shop.Worker[0]
            error ~ <3>kernel: I/O failure on sda
            info  ~ <14>Nov 22 10:00:00 host app: started
            debug ~ <191>Nov 22 10:00:00 host app: details
            error ~ Nov 22 10:00:00 host sshd[123]: error: maximum authentication attempts exceeded
            info  ~ Nov 22 10:00:00 host systemd[1]: Started Daily apt download activities.
            fatal ~ 2026-11-22 10:00:00 UTC [12] FATAL:  password authentication failed
            info  ~ 2026-11-22 10:00:00 UTC [12] LOG:  checkpoint complete
            warn  ~ 2026-11-22T10:00:00Z 0 [Warning] [MY-010068] CA certificate is self signed
            info  ~ the user saw an error and a warning in the information panel
            info  ~ GET /error/fatal HTTP/1.1
            info  ~ loaded error_handler and warning.css
            info  ~ Errors: 0, Warnings: 0
            info  ~ an-ERROR-in-a-name.log was rotated
            info  ~ level is fine
            """)
    void theFirstWordThatIsWrittenAsALevelIsWritten(String level, String line) {
        assertThat(LevelGuess.of(line)).isEqualTo(level);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "<", "<1", "<>", "E", "E:", "E1122", "\u001b", "\u001b[", "level=", "[error", ":::", "ä error"
            })
    void odditiesAreInfo(String line) {
        assertThat(LevelGuess.of(line)).isEqualTo("info");
    }

    @Test
    void coloursAroundALevelDoNotHideIt() {
        assertThat(LevelGuess.of("\u001b[2m10:00:00\u001b[0m \u001b[31mERROR\u001b[0m shop: refused"))
                .isEqualTo("error");
        assertThat(LevelGuess.of("[\u001b[33mwarn\u001b[39m] slow")).isEqualTo("warn");
    }

    @Test
    void onlyTheBeginningOfALineSpeaksForIt() {
        assertThat(LevelGuess.of("x".repeat(300) + " ERROR")).isEqualTo("info");
    }
}
