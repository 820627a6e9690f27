package io.tailrace.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** That bytes are found where they are, and in time in proportion to what is searched. */
final class NeedleTest {

    /** Of two letters, so that much of it repeats and the table is used. */
    @Provide
    Arbitrary<String> repetitive() {
        return Arbitraries.strings().withChars('a', 'b').ofMaxLength(300);
    }

    @Provide
    Arbitrary<String> needles() {
        return Arbitraries.strings().withChars('a', 'b').ofMaxLength(12);
    }

    @Property(tries = 5000)
    void aTextIsFoundAtItsFirstPlace(@ForAll("repetitive") String text, @ForAll("needles") String wanted) {
        byte[] bytes = ("ab" + text + "ab").getBytes(UTF_8);
        int found = Needle.of(wanted).find(bytes, 2, bytes.length - 2, false);
        assertThat(found < 0 ? found : found - 2).isEqualTo(text.indexOf(wanted));
    }

    @Property(tries = 2000)
    void capitalsAreFoundAsSmallLetters(@ForAll("repetitive") String text, @ForAll("needles") String wanted) {
        byte[] bytes = text.replace('b', 'B').getBytes(UTF_8);
        assertThat(Needle.of(wanted).find(bytes, 0, bytes.length, true)).isEqualTo(text.indexOf(wanted));
    }

    /** Tried place by place, each of these would look at bytes for seconds: two thousand million times. */
    @Example
    void aTextThatNearlyMatchesEverywhereTakesNoLongerThanAnother() {
        byte[] text = new byte[1 << 20];
        Arrays.fill(text, (byte) 'a');
        assertTimeoutPreemptively(Duration.ofSeconds(1), () -> {
            for (String wanted :
                    new String[] {"a".repeat(4000) + "b", "ab" + "a".repeat(4000), "b" + "a".repeat(4000)}) {
                assertThat(Needle.of(wanted).isIn(text, 0, text.length, true)).isFalse();
            }
        });
    }

    @Example
    void aWildcardWithManyStarsTakesNoLongerThanAnother() {
        byte[] text = ("\"" + "a".repeat(1 << 20) + "\"").getBytes(UTF_8);
        assertTimeoutPreemptively(Duration.ofSeconds(1), () -> {
            for (String pattern :
                    new String[] {"*a".repeat(2000) + "*b*", "*" + "aaab*".repeat(800), "*" + "a".repeat(4000) + "b*"
                    }) {
                assertThat(Wildcard.of(pattern).passes(text, 0, text.length)).isFalse();
            }
        });
    }
}
