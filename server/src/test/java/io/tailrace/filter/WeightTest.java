package io.tailrace.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That a filter's weight grows with what it asks, and that none above the budget is made. */
final class WeightTest {

    private static int weight(String query) throws FilterException {
        return Weight.of(QueryParser.parse(query));
    }

    private static String repeated(int count, String each, String between) {
        return IntStream.range(0, count).mapToObj(each::formatted).collect(Collectors.joining(between));
    }

    @Test
    void eachConditionMoreWeighsMore() throws FilterException {
        for (String between : List.of(" ", " OR ", " -")) {
            for (String each : List.of("w%d", "message:*a%d*", "tags:t%d", "metadata.k%d:v", "message:/a.%d/")) {
                int before = 0;
                for (int count = 1; count < 10; count++) {
                    int weight = weight(repeated(count, each, between));
                    assertThat(weight).as(each).isGreaterThan(before);
                    before = weight;
                }
            }
        }
    }

    @Test
    void aRegularExpressionWeighsByItsInstructions() throws FilterException {
        assertThat(weight("message:/a{100}b/")).isEqualTo(10 * 103);
        assertThat(weight("-message:/a{100}b/")).isEqualTo(10 * 103);
        assertThat(weight("message:/timeout|refused/")).isLessThan(20);
    }

    @Test
    void whatFiltersNothingWeighsNothing() throws FilterException {
        assertThat(weight("")).isZero();
        assertThat(weight("level>=warn")).isZero();
    }

    @Test
    void anExpressionThatIsWrittenTwiceAndAskedOnceCountsOnce() throws FilterException {
        assertThat(weight("message:/a{150}b/ message:/a{150}b/")).isEqualTo(weight("message:/a{150}b/"));
    }

    @Test
    void anExpressionThatIsAskedInEachBranchCountsInEach() {
        String query = repeated(4, "(message:/a{90}b/ w%d)", " OR ");
        FilterException refusal = catchThrowableOfType(FilterException.class, () -> QueryParser.parse(query));
        assertThat(refusal.code()).isEqualTo("bad_query");
        assertThat(refusal.error()).contains("too costly", "3744 steps", "2500 is the most");
        assertThat(refusal.position()).isZero();
    }

    @Test
    void manyExpressionsAreRefusedAtTheFirstTooMany() {
        String query = repeated(153, "message:/(?:a?){%d0}/", " OR ");
        FilterException refusal = catchThrowableOfType(FilterException.class, () -> QueryParser.parse(query));
        assertThat(refusal.code()).isEqualTo("bad_query");
        assertThat(refusal.error()).contains("too large", "instructions", "200 is the most");
        assertThat(refusal.position()).isEqualTo(query.indexOf("/(?:a?){40}"));
    }

    @Test
    void itIsKnownWithoutAskingAllParts() throws FilterException {
        Filter.Or filter = (Filter.Or) QueryParser.parse(repeated(200, "w%d", " OR "));
        assertThat(Weight.of(filter)).isEqualTo(200 * Weight.of(new Filter.MessageContains(FoldedText.of("w"))));
        assertThat(filter).isEqualTo(new Filter.Or(filter.parts())).hasSameHashCodeAs(new Filter.Or(filter.parts()));
    }
}
