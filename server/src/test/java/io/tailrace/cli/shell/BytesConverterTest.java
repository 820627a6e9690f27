package io.tailrace.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class BytesConverterTest {

    private final BytesConverter converter = new BytesConverter();

    @Test
    void unitsArePowersOf1024() {
        assertThat(converter.convert("7")).isEqualTo(7);
        assertThat(converter.convert("7k")).isEqualTo(7 << 10);
        assertThat(converter.convert("7M")).isEqualTo(7 << 20);
        assertThat(converter.convert("7GiB")).isEqualTo(7L << 30);
        assertThat(converter.convert("8589934591g")).isEqualTo(8589934591L << 30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "-1", "1.5m", "1 m", "7t", "0x10", "9999999999999999"})
    void anythingElseIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("512k");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8589934592g", "999999999999999g"})
    void aSizeBeyondWhatCanBeCountedIsRefusedWithTheMost(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("8589934592g");
    }
}
