package io.tailrace.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.re2j.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** That regular expressions keep to their budget, and that those that are only texts find what compiled ones do. */
final class MessageRegexTest {

    static MessageRegex regex(String source) throws FilterException {
        return MessageRegex.of(source);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab|é日 ").ofMaxLength(12);
    }

    @Provide
    Arbitrary<String> messages() {
        return Arbitraries.strings().withChars("abé日 ").ofMaxLength(40);
    }

    @Property(tries = 5000)
    void anExpressionOfTextsFindsWhatACompiledOneDoes(
            @ForAll("texts") String source, @ForAll("messages") String message) throws FilterException {
        MessageRegex regex = regex(source);
        assertThat(regex.instructions()).isZero();
        assertThat(regex.isFoundIn(message))
                .isEqualTo(Pattern.compile(source).matcher(message).find());
    }

    @Example
    void instructionsAreThoseOfTheExpressionWrittenOut() throws FilterException {
        assertThat(regex("a{100}b").instructions()).isEqualTo(103);
        assertThat(regex("timeout|refused").instructions()).isZero();
        assertThat(regex("\\pL").instructions()).isGreaterThan(regex("[a-z]").instructions());
        assertThat(catchThrowableOfType(FilterException.class, () -> regex("(?:a?){100}b"))
                        .error())
                .contains("too large", "203 instructions", "200 is the most");
    }

    @Example
    void morePartsTakeMoreStepsAndMoreMemory() throws FilterException {
        MessageRegex small = regex("a.b");
        MessageRegex large = regex("a.{50}b");
        MessageRegex capturing = regex("(a)(.{50})(b)");
        assertThat(large.steps()).isGreaterThan(small.steps());
        assertThat(large.bytes(1)).isGreaterThan(small.bytes(1));
        assertThat(large.bytes(2)).isGreaterThan(large.bytes(1));
        assertThat(capturing.bytes(1)).isGreaterThan(large.bytes(1));
        assertThat(regex("a|b").steps()).isGreaterThan(regex("a").steps());
    }
}
