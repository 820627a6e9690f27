package io.tailrace.entry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a path leads in metadata. */
final class MetadataPathTest {

    /** All the values that a path leads to, in their order. */
    private static List<String> values(MetadataPath path, String json) {
        List<String> values = new ArrayList<>();
        path.any(
                json.getBytes(UTF_8),
                0,
                (bytes, start, end) -> !values.add(new String(bytes, start, end - start, UTF_8)));
        return values;
    }

    private static MetadataPath path(String... keys) {
        return MetadataPath.of(List.of(keys));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                              | []",
                "{'a':{'b':{'c':1}}}                             | [1]",
                "{'a.b.c':1}                                     | [1]",
                "{'a.b':{'c':1}}                                 | [1]",
                "{'a':{'b.c':1}}                                 | [1]",
                "{'a':{'b':{'c':1}},'a.b':{'c':2},'a.b.c':3}     | [1, 2, 3]",
                "{'a':{'b':{'x':0}},'x':9,'a.b.c':[3,4]}         | [[3,4]]",
                "{'a':{'b':{'c':null}},'a.b.c':'s'}              | ['s']",
                "{'a.b':5,'a.':{'b':{'c':1}},'a.b.c.d':1}        | []",
                "{'a':[{'b':{'c':1}}],'a.b.cc':1,'aab.c':1}      | []",
            })
    void keysThatFollowEachOtherMayBeOneWithDots(String json, String values) {
        assertThat(values(path("a", "b", "c"), json.replace('\'', '"'))).hasToString(values.replace('\'', '"'));
    }

    @Test
    void aKeyWithADotInItIsOneKey() {
        assertThat(values(path("a.b"), "{\"a\":{\"b\":1},\"a.b\":2}")).containsExactly("2");
        assertThat(values(path("a.b", "c"), "{\"a\":{\"b\":{\"c\":1}},\"a.b.c\":2,\"a.b\":{\"c\":3}}"))
                .containsExactly("2", "3");
    }

    @Test
    void keysAreComparedAsTheyAreEscaped() {
        assertThat(values(path("a\"", "é\n"), "{\"a\\\".é\\n\":1,\"a\\\"\":{\"é\\n\":2}}"))
                .containsExactly("1", "2");
        assertThat(values(path("", ""), "{\"\":{\"\":1},\".\":2}")).containsExactly("1", "2");
    }

    @Test
    void theFirstValueIsFoundThatIsNotNull() {
        byte[] json = "{\"a\":{\"b\":null},\"a.b\":7}".getBytes(UTF_8);
        long span = path("a", "b").find(json, 0);
        assertThat(new String(json, Span.start(span), Span.end(span) - Span.start(span), UTF_8))
                .isEqualTo("7");
        assertThat(path("a", "c").find(json, 0)).isEqualTo(Span.NONE);
    }

    @Test
    void whatIsEncodedIsReadAgain() {
        MetadataPath path = path("a.b", "\"", "");
        assertThat(MetadataPath.decode(path.encoded())).isEqualTo(path);
        assertThat(path.beforeValue()).isEqualTo("\":");
        assertThat(path("a", "b\"").beforeValue()).isEqualTo("b\\\"\":");
    }
}
