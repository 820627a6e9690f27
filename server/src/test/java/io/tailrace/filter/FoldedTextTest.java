package io.tailrace.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FoldedTextTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "error,||",
                "F3A1-77b2,|1-77|",
                "a 12 b 345,| 12 |",
                "12 ab,|12 |",
                "404,404",
                "é12,12",
                "1ß2222,2222",
                "Ärger,||"
            })
    void theLongestPartWithoutCaseIsFound(String text, String caseless) {
        assertThat(FoldedText.of(text).caseless()).isEqualTo(caseless);
    }
}
