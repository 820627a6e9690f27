package io.tailrace.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.ServerExtension;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which host names a server answers for. */
final class HostRulesTest {

    @RegisterExtension
    static final ServerExtension server = new ServerExtension(TestServer.with().allowHosts("Logs.example.com"));

    private final HttpSocket http = server.connect();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8082",
                "LOCALHOST:1",
                "app.localhost",
                "127.0.0.1",
                "127.0.0.1:8082",
                "127.1.2.3",
                "[::1]",
                "[::1]:8082",
                "logs.example.com",
                "LOGS.example.COM:443"
            })
    void loopbackNamesAndAllowedNamesAreAnswered(String host) throws IOException {
        assertThat(http.get("/health", "Host: " + host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8082",
                "localhost.evil.example",
                "notlocalhost",
                "127.0.0.1.evil.example",
                "128.0.0.1",
                "10.0.0.1",
                "[::2]",
                "example.com",
                "x.logs.example.com",
                "logs.example.com.evil.example"
            })
    void anyOtherNameIsRefusedOnEveryPath(String host) throws IOException {
        for (String path : new String[] {"/", "/health", "/metrics", "/api/logs/stream", "/ws/logs", "/nothing"}) {
            assertRefused(http.get(path, "Host: " + host));
        }
        assertRefused(http.post("{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\"}", "Host: " + host));
        http.say(HttpSocket.head("OPTIONS", "/api/logs", "Host: " + host) + "\r\n");
        assertRefused(http.answer());
    }

    @Test
    void aNameThatIsNoneIsRefused() throws IOException {
        Map<String, Integer> hosts = Map.of("", 421, "a b", 400, "localhost:port", 400, "[::1", 400);
        Map<String, Integer> answered = new HashMap<>();
        for (String host : hosts.keySet()) {
            answered.put(host, http.get("/health", "Host: " + host).status());
        }
        assertThat(answered).isEqualTo(hosts);
    }

    @Test
    void aStarAllowsEveryName(@TempDir Path data) throws IOException {
        try (TestServer open = TestServer.with().allowHosts("*").start(data);
                HttpSocket socket = HttpSocket.open(open)) {
            assertThat(socket.get("/health", "Host: any.example").status()).isEqualTo(200);
        }
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).isEqualTo(421);
        assertThat(answer.at("code")).isEqualTo("host_not_allowed");
        assertThat((String) answer.at("error")).contains("--allow-host");
    }
}
