package io.tailrace.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class DecimalTest {

    private static boolean holds(String value, Comparison comparison, String number) {
        byte[] bytes = value.getBytes(UTF_8);
        return Decimal.parse(number).orElseThrow().isStoodTo(comparison, bytes, 0, bytes.length);
    }

    @Property(tries = 5000)
    void comparesAsArithmeticDoes(@ForAll("numbers") String value, @ForAll("numbers") String number) {
        int compared = new BigDecimal(value).compareTo(new BigDecimal(number));
        for (Comparison comparison : Comparison.values()) {
            assertThat(holds(value, comparison, number))
                    .as("%s %s %s", value, comparison.sign(), number)
                    .isEqualTo(comparison.holds(compared));
            assertThat(holds("\"" + value + "\"", comparison, number)).isEqualTo(comparison.holds(compared));
        }
    }

    @Provide
    Arbitrary<String> numbers() {
        return Combinators.combine(
                        Arbitraries.of("", "-"),
                        Arbitraries.of("0", "1", "5", "9", "10", "100", "500", "12345678901234567890"),
                        Arbitraries.of("", ".0", ".5", ".05", ".10", ".000", ".123456789012345678901234567890"),
                        Arbitraries.of("", "e0", "E1", "e+2", "e-1", "e-03", "E400", "e-400"))
                .as((sign, whole, fraction, exponent) -> sign + whole + fraction + exponent);
    }

    @Example
    void hugeExponentsCostNothing() {
        String many = "9".repeat(100_000);
        assertThat(holds("1e" + many, Comparison.ABOVE, "1e5")).isTrue();
        assertThat(holds("-1e" + many, Comparison.BELOW, "0")).isTrue();
        assertThat(holds("1e-" + many, Comparison.ABOVE, "0")).isTrue();
        assertThat(holds("1e-" + many, Comparison.BELOW, "1e-5")).isTrue();
    }

    @Example
    void onlyWhatJsonWritesIsANumber() {
        for (String text : new String[] {
            "",
            "-",
            "+1",
            "01",
            "1.",
            ".5",
            "1e",
            "1e+",
            " 1",
            "1 ",
            "0x1",
            "NaN",
            "Infinity",
            "1_0",
            "true",
            "[1]",
            "٧"
        }) {
            assertThat(Decimal.parse(text)).as(text).isEmpty();
            assertThat(holds("\"" + text + "\"", Comparison.AT_LEAST, "-1e9"))
                    .as(text)
                    .isFalse();
        }
    }
}
