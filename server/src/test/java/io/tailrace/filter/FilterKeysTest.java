package io.tailrace.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the filter keys that hold for all of them together. */
final class FilterKeysTest {

    private static FilterException refusal(String key, String value) {
        return catchThrowableOfType(FilterException.class, () -> FilterKeys.of(Map.of(key, List.of(value))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"service", "level", "min_level", "tags", "tag", "search", "user_id", "trace_id", "span_id"})
    void halfASurrogatePairIsRefusedInEveryKey(String key) {
        for (String value : List.of("a\ud800", "\udc00", "\ud83d,\ude00", "x\ud800y")) {
            FilterException refusal = refusal(key, value);
            assertThat(refusal.code()).isEqualTo("bad_filter");
            assertThat(refusal.error())
                    .startsWith(key.equals("tag") ? "tags" : key)
                    .contains("half of a surrogate pair");
        }
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"x\ud800,1,\\ud800", "😀\udc00 y,1,\\udc00", " \ud83d,1,\\ud83d", "message:/\ud800/,9,\\ud800"})
    void halfASurrogatePairInAQueryIsRefusedWhereItStands(String query, int position, String shown) {
        FilterException refusal = refusal("q", query);
        assertThat(refusal.code()).isEqualTo("bad_query");
        assertThat(refusal.error()).contains("half of a surrogate pair").contains(shown);
        assertThat(refusal.position()).isEqualTo(position);
    }

    @Test
    void wholePairsAreCharacters() throws FilterException {
        assertThat(FilterKeys.of(Map.of("search", List.of("😀"))).filter())
                .isEqualTo(new Filter.MessageContains(FoldedText.of("😀")));
    }

    @Test
    void allKeysTogetherKeepToTheWeightOfOneQuery() throws FilterException {
        String tags = IntStream.range(0, 100).mapToObj(i -> "t" + i).collect(Collectors.joining(","));
        String heavy =
                IntStream.range(0, 130).mapToObj(i -> "w" + i).collect(Collectors.joining(" ")) + " message:/a{150}b/";
        FilterKeys alone = FilterKeys.of(Map.of("q", List.of(heavy)));
        assertThat(Weight.of(alone.filter())).isBetween(2301, Weight.MAX);
        FilterException refusal = catchThrowableOfType(
                FilterException.class, () -> FilterKeys.of(Map.of("q", List.of(heavy), "tags", List.of(tags))));
        assertThat(refusal.code()).isEqualTo("bad_query");
        assertThat(refusal.error()).contains("too costly", "2500 is the most");
    }

    @Test
    void keysAreEqualIfTheirValuesAre() throws FilterException {
        FilterKeys one = FilterKeys.of(Map.of("service", List.of("a,b"), "q", List.of("x")));
        FilterKeys other = FilterKeys.of(Map.of("service", List.of("a", "b"), "q", List.of("x")));
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one).isNotEqualTo(FilterKeys.NONE);
    }
}
