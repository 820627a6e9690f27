package io.tailrace.entry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Json;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class JsonBufferTest {

    @Provide
    Arbitrary<String> texts() {
        return SentEntries.texts(0, 300);
    }

    @Property(tries = 500)
    void textIsReadBackAsItWas(@ForAll("texts") String text) {
        assertThat(Json.parse(new JsonBuffer(0).string(text).toString())).isEqualTo(text);
    }

    /** Strings of any chars, so with halves of surrogate pairs. */
    @Property(tries = 500)
    void whatIsWrittenIsAlwaysValidUtf8(@ForAll String text) {
        byte[] written = new JsonBuffer(0).string(text).toByteArray();

        assertThat(Utf8.isValid(written, 0, written.length)).isTrue();
        assertThat(Json.parse(new String(written, UTF_8)))
                .isEqualTo(text.codePoints()
                        .map(point -> Character.getType(point) == Character.SURROGATE ? 0xFFFD : point)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }

    @Property(tries = 200)
    void onlyWhatMustBeIsEscaped(@ForAll("texts") String text) {
        byte[] written = new JsonBuffer(0).string(text).toByteArray();
        long escaped =
                text.chars().filter(c -> c < 0x20 || c == '"' || c == '\\').count();
        long backslashes = new String(written, UTF_8)
                .replace("\\\\", "\\")
                .chars()
                .filter(c -> c == '\\')
                .count();

        assertThat(backslashes).isEqualTo(escaped);
    }

    @Property(tries = 200)
    void textIsPlainIfItsBytesAreItsCharacters(@ForAll("texts") String text) {
        JsonBuffer out = new JsonBuffer(0);
        boolean plain = out.escaped(text.toCharArray(), 0, text.length());

        boolean same = out.toString().equals(text) && text.chars().allMatch(c -> c < 128);
        assertThat(plain).isEqualTo(same);
    }

    @Property(tries = 500)
    void numbersAreWrittenAsJavaDoes(@ForAll long number) {
        assertThat(new JsonBuffer(0).number(number).toString()).isEqualTo(Long.toString(number));
    }

    @Test
    void numbersOfEveryLengthAreWrittenWhole() {
        long edge = 1;
        for (int digits = 1; digits <= 18; digits++) {
            assertThat(JsonBuffer.digits(edge)).isEqualTo(digits);
            assertThat(new JsonBuffer(0).number(edge - 1).toString()).isEqualTo(Long.toString(edge - 1));
            assertThat(new JsonBuffer(0).number(edge).toString()).isEqualTo(Long.toString(edge));
            edge *= 10;
        }
        assertThat(new JsonBuffer(0).number(Long.MAX_VALUE).toString()).isEqualTo("9223372036854775807");
        assertThat(new JsonBuffer(0).number(Long.MIN_VALUE).toString()).isEqualTo("-9223372036854775808");
    }

    @Test
    void controlCharactersHaveTheirShortEscapes() {
        assertThat(new JsonBuffer(0).string("\b\t\n\f\r\"\\/\u0000\u001f\u007f").toString())
                .isEqualTo("\"\\b\\t\\n\\f\\r\\\"\\\\/\\u0000\\u001f\u007f\"");
    }

    @Test
    void whatIsTruncatedIsForgotten() {
        JsonBuffer out = new JsonBuffer(0).ascii("kept").ascii("forgotten");
        out.truncate(4);

        assertThat(out.ascii('!').toString()).isEqualTo("kept!");
        assertThat(out.size()).isEqualTo(5);
    }
}
