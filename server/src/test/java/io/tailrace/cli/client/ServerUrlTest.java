package io.tailrace.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerUrlTest {

    @Test
    void pathsAreAddedToWhatIsInFrontOfTheServer() {
        ServerUrl url = ServerUrl.parse("https://logs.example.org/tail/");

        assertThat(url.http("/api/logs")).hasToString("https://logs.example.org/tail/api/logs");
        assertThat(url.webSocket("/ws/logs", "last=5")).hasToString("wss://logs.example.org/tail/ws/logs?last=5");
    }

    @Test
    void aHostAndPortAreEnough() {
        ServerUrl url = ServerUrl.parse("localhost:8082");

        assertThat(url).hasToString("http://localhost:8082");
        assertThat(url.webSocket("/ws/logs", "")).hasToString("ws://localhost:8082/ws/logs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ftp://host", "http://", "http://a b", "http://user@host", "http://host?x=1", "://"})
    void whatIsNoAddressIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> ServerUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("http://127.0.0.1:8082");
    }
}
