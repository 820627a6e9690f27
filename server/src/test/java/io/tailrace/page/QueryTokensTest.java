package io.tailrace.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.filter.Filter;
import io.tailrace.filter.FilterException;
import io.tailrace.filter.QueryParser;
import io.tailrace.filter.QueryText;
import io.tailrace.testing.QueryExamples;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That the page takes a query apart as the server reads it. */
final class QueryTokensTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    @BeforeEach
    void openPage() {
        tailrace.open("/");
    }

    /** Each condition of the query, without what excludes: `{text, kind, field}` of its first part. */
    private static List<?> conditions(String query) {
        tailrace.page().evaluate("(argument) => { window.argument = argument; }", query);
        Object conditions = tailrace.inModule("filter/tokens.js", """
                (m) => {
                  if (m.isAlternatives(m.tokensOf(window.argument))) {
                    return [];
                  }
                  return m.clausesOf(window.argument).map((text) => {
                    const { kind, field } = m.tokensOf(text).find(({ kind }) => kind !== 'dash' && kind !== 'operator');
                    return { text, kind, field: field ?? '' };
                  });
                }""");
        return conditions instanceof List<?> list ? list : List.of();
    }

    @Test
    void theConditionsOfAQueryAreThoseOfTheServer() throws FilterException {
        int compared = 0;
        for (String query : QueryExamples.queries()) {
            List<?> conditions = conditions(query);
            if (!conditions.isEmpty()) {
                String each = conditions.stream()
                        .map(condition -> "(" + ((Map<?, ?>) condition).get("text") + ")")
                        .collect(Collectors.joining(" "));
                assertThat(QueryText.of(QueryParser.parse(each)))
                        .as(query)
                        .isEqualTo(QueryText.of(QueryParser.parse(query)));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(80);
    }

    @Test
    void eachConditionIsOfTheKindThatTheServerTakesItFor() throws FilterException {
        for (String query : QueryExamples.queries()) {
            for (Object condition : conditions(query)) {
                Map<?, ?> first = (Map<?, ?>) condition;
                Filter filter = QueryParser.parse(String.valueOf(first.get("text")));
                Filter asked = filter instanceof Filter.Not(Filter part) ? part : filter;
                assertThat(kinds(asked, String.valueOf(first.get("field"))))
                        .as("%s in %s", first, query)
                        .contains(String.valueOf(first.get("kind")));
            }
        }
    }

    /** What the page may call a condition that the server reads so. */
    private static List<String> kinds(Filter filter, String field) {
        return switch (filter) {
            case Filter.Says _ -> List.of("word", "phrase", "open");
            case Filter.SaysLike _ -> List.of("word");
            case Filter.And _, Filter.Or _, Filter.Not _ -> field.isEmpty() ? List.of("open") : List.of("field");
            case Filter.HasTag _, Filter.HasTagLike _ -> List.of(field.equals("tags") ? "tag" : "", "field");
            case Filter.MessageMatches _ -> List.of(field.equals("message") ? "regex" : "", "field", "open");
            case Filter.Everything _, Filter.Nothing _ -> List.of("field", "word", "phrase");
            default -> {
                String text = QueryText.of(filter).replace("\"", "");
                boolean isField = text.startsWith(field.replace("\"", "")) && !field.isEmpty();
                yield List.of(isField ? "field" : "nothing but " + text);
            }
        };
    }
}
