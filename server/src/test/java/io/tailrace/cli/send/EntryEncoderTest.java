package io.tailrace.cli.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.cli.send.EntryEncoder.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EntryEncoderTest {

    private final EntryEncoder plain = encoder("");
    private final EntryEncoder tagging = new EntryEncoder(Optional.of("shop"), Optional.empty(), List.of("a", "b\"c"));

    @Test
    void aPlainLineIsAMessage() {
        assertThat(entry(plain, "ERROR: \"it\" broke\t\\o/ \u001b[0m €"))
                .isEqualTo("{\"service\":\"shop\",\"level\":\"error\","
                        + "\"message\":\"ERROR: \\\"it\\\" broke\\t\\\\o/ \\u001B[0m €\"}");
    }

    @Test
    void bytesThatAreNotTextBecomeReplacementCharacters() {
        byte[] line = {'a', (byte) 0xff, (byte) 0xc3, 'b'};

        assertThat(plain.encode(line, 0, 4)).isEqualTo(Outcome.ENTRY);
        assertThat(encoded(plain)).contains("\"message\":\"a\ufffd\ufffdb\"");
    }

    @Test
    void aCompleteObjectIsSentAsItIs() {
        String line = " {\"level\":\"warn\", \"service\":\"x\",\"message\":\"m\",\"n\":1.50, \"o\":{\"level\":1}} ";

        assertThat(entry(plain, line)).isEqualTo(line.stripLeading());
    }

    @Test
    void anObjectGetsWhatItLacks() {
        assertThat(entry(plain, "{\"message\":\"m\"}"))
                .isEqualTo("{\"service\":\"shop\",\"level\":\"info\",\"message\":\"m\"}");
        assertThat(entry(plain, "{\"service_name\":\"x\",\"message\":\"WARN m\"}"))
                .isEqualTo("{\"level\":\"warn\",\"service_name\":\"x\",\"message\":\"WARN m\"}");
        assertThat(entry(plain, "{\"severity\":\"debug\"}"))
                .isEqualTo("{\"service\":\"shop\",\"level\":\"debug\",\"severity\":\"debug\"}");
        assertThat(entry(plain, "{}")).isEqualTo("{\"service\":\"shop\",\"level\":\"info\"}");
    }

    @Test
    void onlyTheObjectsOwnFieldsCount() {
        assertThat(entry(plain, "{\"metadata\":{\"service\":\"x\",\"level\":\"warn\",\"tags\":[]},\"message\":\"m\"}"))
                .startsWith("{\"service\":\"shop\",\"level\":");
    }

    @Test
    void aGivenLevelIsForLinesThatHaveNone() {
        EntryEncoder encoder = encoder("debug");

        assertThat(entry(encoder, "ERROR x")).contains("\"level\":\"debug\"");
        assertThat(entry(encoder, "{\"message\":\"ERROR x\"}")).contains("\"level\":\"debug\"");
        assertThat(entry(encoder, "{\"level\":\"warn\"}")).doesNotContain("debug");
    }

    @Test
    void tagsAreAddedToThoseThatAreThere() {
        assertThat(entry(tagging, "x")).contains("\"tags\":[\"a\",\"b\\\"c\"],\"message\":\"x\"");
        assertThat(entry(tagging, "{\"message\":\"m\"}")).contains("\"tags\":[\"a\",\"b\\\"c\"],\"message\":\"m\"");
        assertThat(entry(tagging, "  {\"message\":\"ä\",\"tags\": [ \"x\", [1]],\"n\":1}"))
                .endsWith(",\"message\":\"ä\",\"tags\": [\"a\",\"b\\\"c\", \"x\", [1]],\"n\":1}");
        assertThat(entry(tagging, "{\"tags\":[ ]}")).endsWith("\"tags\":[\"a\",\"b\\\"c\" ]}");
        assertThat(entry(tagging, "{}")).endsWith("\"tags\":[\"a\",\"b\\\"c\"]}");
    }

    @Test
    void tagsThatAreNoListAreLeftToTheServersJudgement() {
        assertThat(entry(tagging, "{\"tags\":\"x\"}"))
                .endsWith("\"tags\":\"x\"}")
                .doesNotContain("b\\\"c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{}}", "{} {}", "{\"a\":1", "[1]", "1", "\"x\"", "{'a':1}", "{\"a\":1,}", "{a}"})
    void whatIsNotExactlyOneObjectIsAPlainLine(String line) {
        assertThat(entry(plain, line)).contains("\"message\":\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t \u000b"})
    void aBlankLineIsNoEntry(String line) {
        assertThat(encode(plain, line)).isEqualTo(Outcome.BLANK);
    }

    @Test
    void withoutAServiceOnlyObjectsAreEntries() {
        EntryEncoder encoder = new EntryEncoder(Optional.empty(), Optional.empty(), List.of());

        assertThat(encode(encoder, "plain")).isEqualTo(Outcome.NEEDS_SERVICE);
        assertThat(entry(encoder, "{\"message\":\"m\"}")).isEqualTo("{\"level\":\"info\",\"message\":\"m\"}");
    }

    private static EntryEncoder encoder(String level) {
        Optional<String> given = Optional.of(level).filter(text -> !text.isEmpty());
        return new EntryEncoder(Optional.of("shop"), given, List.of());
    }

    /** The line stands in the middle of an array, as it does in the reader's buffer. */
    private static Outcome encode(EntryEncoder encoder, String line) {
        byte[] bytes = ("before\n" + line + "\nafter").getBytes(UTF_8);
        return encoder.encode(bytes, 7, bytes.length - 7 - 6);
    }

    private static String entry(EntryEncoder encoder, String line) {
        assertThat(encode(encoder, line)).isEqualTo(Outcome.ENTRY);
        return encoded(encoder);
    }

    private static String encoded(EntryEncoder encoder) {
        return new String(encoder.entry().bytes(), 0, encoder.entry().length(), UTF_8);
    }
}
