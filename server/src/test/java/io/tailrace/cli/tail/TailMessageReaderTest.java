package io.tailrace.cli.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TailMessageReaderTest {

    @Test
    void everyKindOfMessageIsRead() {
        assertThat(
                        read(
                                "{\"type\":\"hello\",\"version\":\"1\",\"epoch\":\"e\",\"first\":\"a\",\"head\":\"b\",\"heartbeat_ms\":9}"))
                .isEqualTo(new TailMessage.Hello("b", Duration.ofMillis(9)));
        assertThat(read("{\"type\":\"heartbeat\",\"next\":\"n\",\"lag\":0}")).isEqualTo(new TailMessage.Heartbeat("n"));
        assertThat(read("{\"type\":\"gap\",\"from\":12,\"to\":90,\"reason\":\"expired\"}"))
                .isEqualTo(new TailMessage.Gap("12", "90", "expired"));
        assertThat(read("{\"type\":\"gap\",\"from\":1,\"to\":2,\"reason\":\"reset\"}"))
                .isEqualTo(new TailMessage.Gap("1", "2", "reset"));
        assertThat(read("{\"type\":\"skipped\",\"from\":12,\"to\":900,\"count\":311}"))
                .isEqualTo(new TailMessage.Skipped("12", "900", "311"));
        assertThat(read("{\"type\":\"error\",\"code\":\"c\",\"error\":\"no\",\"position\":4}"))
                .isEqualTo(new TailMessage.Refused("no"));
        assertThat(read("{\"type\":\"filter\",\"filter\":{\"service\":[\"x\"]},\"from\":\"p\"}"))
                .isEqualTo(new TailMessage.Other("filter"));
        assertThat(read("{\"type\":\"of a newer server\",\"x\":[{}]}"))
                .isEqualTo(new TailMessage.Other("of a newer server"));
    }

    @Test
    void entriesAreCutOutAsTheyAre() {
        assertThat(
                        read(
                                "{\"next\":\"n\",\"entries\":[{\"id\":1,\"m\":{\"€\":\"}\"}}, {\"id\":2.50}],\"type\":\"entries\"}"))
                .isEqualTo(new TailMessage.Entries(List.of("{\"id\":1,\"m\":{\"€\":\"}\"}}", "{\"id\":2.50}"), "n"));
    }

    @Test
    void aLargeMessageIsCutInTheRightPlacesToo() {
        List<String> entries = IntStream.range(0, 5000)
                .mapToObj(i -> "{\"id\":" + i + ",\"message\":\"" + "é👍x".repeat(i % 50) + "\"}")
                .toList();

        assertThat(read("{\"type\":\"entries\",\"entries\":[" + String.join(",", entries) + "],\"next\":\"n\"}"))
                .isEqualTo(new TailMessage.Entries(entries, "n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "[]",
                "{}",
                "{\"type\":\"entries\",\"entries\":[]}",
                "{\"type\":\"hello\"}",
                "{\"type\":\"heartbeat\",\"next\":\"x\"",
                "{\"type\":\"hello\",\"head\":\"h\",\"heartbeat_ms\":\"soon\"}"
            })
    void whatIsNoMessageIsNotRead(String text) {
        assertThat(TailMessageReader.read(text)).isEmpty();
    }

    private static TailMessage read(String text) {
        return TailMessageReader.read(text).orElseThrow();
    }
}
