package io.tailrace.http.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.Json;
import io.tailrace.testing.ServerExtension;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That whatever was answered 201 is in the next answer of every route, while the archiver is at work. */
final class ReadYourWritesTest {

    private static final int WRITES = 50;

    @RegisterExtension
    final ServerExtension server = new ServerExtension(TestServer.with().archiveIntervalMillis(5));

    private HttpSocket http;

    @BeforeEach
    void connect() {
        http = server.connect();
    }

    private Answer write(int number) throws IOException {
        Answer sent = http.post("{\"service\":\"own\",\"level\":\"info\",\"message\":\"" + number + "\"}");
        assertThat(sent.status()).isEqualTo(201);
        return sent;
    }

    @Test
    void entriesAreThere() throws IOException {
        for (int i = 1; i <= WRITES; i++) {
            Answer sent = write(i);
            String location = String.valueOf(sent.header("Location"));

            assertThat(http.get(location).text()).isEqualTo(sent.text());
            assertThat(http.get(location + "/context?after=0").at("entry")).isEqualTo(Json.parse(sent.text()));
            assertThat(http.get("/api/logs?limit=1&service=own").at("entries", 0))
                    .isEqualTo(Json.parse(sent.text()));
            assertThat(http.get("/api/logs?limit=1&order=asc&search=" + i).at("count"))
                    .isEqualTo(1L);
        }
    }

    @Test
    void aDurationIsSoLongAgo() throws IOException {
        write(1);

        assertThat(http.get("/api/logs?from=1h").at("count")).isEqualTo(1L);
        assertThat(http.get("/api/logs?to=1h").at("count")).isEqualTo(0L);
        assertThat(http.get("/api/logs?from=999999999999d").at("count")).isEqualTo(1L);
    }
}
