package io.tailrace.entry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Utf8Test {

    @Provide
    Arbitrary<String> texts() {
        return SentEntries.texts(0, 60);
    }

    @Property(tries = 500)
    void allTextIsValid(@ForAll("texts") String text) {
        byte[] bytes = text.getBytes(UTF_8);

        assertThat(Utf8.isValid(bytes, 0, bytes.length)).isTrue();
    }

    @Property(tries = 1000)
    void damagedTextIsJudgedAsTheJdkDoes(
            @ForAll("texts") String text, @ForAll @IntRange(max = 1000) int place, @ForAll byte damage) {
        byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length > 0) {
            bytes[place % bytes.length] = damage;
        }

        assertThat(Utf8.isValid(bytes, 0, bytes.length)).isEqualTo(isValid(bytes));
    }

    /** Every sequence of up to three bytes of which the first is not ASCII, behind text of every alignment. */
    @Test
    void shortSequencesAreJudgedAsTheJdkDoes() {
        byte[] bytes = {'a', 'b', 'c', 0, 0, 0};
        for (int first = 0x80; first < 0x100; first++) {
            for (int second = 0; second < 0x100; second++) {
                for (int third = 0x00; third < 0x100; third += 0x3f) {
                    bytes[3] = (byte) first;
                    bytes[4] = (byte) second;
                    bytes[5] = (byte) third;
                    assertThat(Utf8.isValid(bytes, 0, 6)).isEqualTo(isValid(bytes));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c3a9", "e4b8ad", "f09f9880", "eda080", "f48fbfbf"})
    void aSequenceIsNotReadBeyondTheEnd(String hex) {
        byte[] bytes = HexFormat.of().parseHex("20".repeat(9) + hex + "80".repeat(9));
        int end = 9 + hex.length() / 2;

        for (int to = 10; to < end; to++) {
            assertThat(Utf8.isValid(bytes, 0, to)).isFalse();
        }
        assertThat(Utf8.isValid(bytes, 0, end)).isEqualTo(!hex.equals("eda080"));
        assertThat(Utf8.isValid(bytes, 0, end + 1)).isFalse();
        assertThat(Utf8.isValid(bytes, 0, 0)).isTrue();
    }

    private static boolean isValid(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException invalid) {
            return false;
        }
    }
}
