package io.tailrace.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the page's modules make of a filter and of a query, asked in the browser that runs them. */
final class FilterModulesTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    private static final String OPEN =
            "{service: [], level: [], tags: [], min_level: '', search: '', user_id: '', trace_id: '', span_id: '', q: ''}";

    @BeforeEach
    void openPage() {
        tailrace.open("/");
    }

    @Test
    void aValueOfAListIsPutIntoItsKey() {
        assertThat(refined("{}", "'service', 'portal', false")).isEqualTo("service=portal");
        assertThat(refined("{service: ['auth', 'mail']}", "'service', 'portal', false"))
                .isEqualTo("service=portal");
        assertThat(refined("{tags: ['a']}", "'tags', 'b', false")).isEqualTo("tags=a&tags=b");
        assertThat(refined("{q: 'x -level:info'}", "'level', 'info', false")).isEqualTo("level=info&q=x");
    }

    @Test
    void aValueThatAListCannotHoldIsACondition() {
        assertThat(refined("{}", "'service', 'a,b', false")).isEqualTo("q=service:a,b");
        assertThat(refined("{}", "'service', 'all', false")).isEqualTo("q=service:all");
        assertThat(refined("{}", "'tags', ' a', false")).isEqualTo("q=tags:\" a\"");
    }

    @Test
    void anExcludedValueIsTakenFromTheListOrIsACondition() {
        assertThat(refined("{service: ['auth', 'mail']}", "'service', 'mail', true"))
                .isEqualTo("service=auth");
        assertThat(refined("{service: ['mail']}", "'service', 'mail', true")).isEqualTo("q=-service:mail");
        assertThat(refined("{q: 'x'}", "'service', 'mail', true")).isEqualTo("q=x -service:mail");
        assertThat(refined("{tags: ['a', 'b']}", "'tags', 'a', true")).isEqualTo("tags=b&q=-tags:a");
    }

    @Test
    void aConditionIsQuotedWhereItMustBe() {
        assertThat(refined("{}", "'metadata.path', '/health', false")).isEqualTo("q=metadata.path:/health");
        assertThat(refined("{}", "'metadata.url', 'http://a/b', false")).isEqualTo("q=metadata.url:http://a/b");
        assertThat(refined("{}", "'metadata.a', 'x \"y\\\\', true")).isEqualTo("q=-metadata.a:\"x \\\"y\\\\\"");
        assertThat(refined("{}", "'metadata.a', 'a*', false")).isEqualTo("q=metadata.a:\"a*\"");
        assertThat(refined("{}", "'metadata.a', 'OR', false")).isEqualTo("q=metadata.a:\"OR\"");
        assertThat(refined("{}", "'metadata.a', '', false")).isEqualTo("q=metadata.a:\"\"");
        assertThat(refined("{}", "'user_id', -7, false")).isEqualTo("q=user_id:\"-7\"");
        assertThat(refined("{}", "'message', 'took 5 ms', true")).isEqualTo("q=-message:\"took 5 ms\"");
    }

    @Test
    void valuesThatAreNoTextGoByTheirText() {
        assertThat(refined("{}", "'metadata.ok', true, false")).isEqualTo("q=metadata.ok:true");
        assertThat(refined("{}", "'metadata.n', 1.5, false")).isEqualTo("q=metadata.n:1.5");
        assertThat(refined("{}", "'metadata.list', [1, 2], false")).isEqualTo("q=metadata.list:[1,2]");
        assertThat(refined("{}", "'metadata.none', null, false")).isEqualTo("q=-metadata.none:*");
        assertThat(refined("{q: '-metadata.none:*'}", "'metadata.none', null, true"))
                .isEqualTo("q=metadata.none:*");
    }

    @Test
    void aConditionHoldsForTheWholeQueryAndStandsThereOnce() {
        assertThat(refined("{q: 'a OR b'}", "'user_id', 7, false")).isEqualTo("q=(a OR b) user_id:7");
        assertThat(refined("{q: '(a OR b)'}", "'user_id', 7, false")).isEqualTo("q=(a OR b) user_id:7");
        assertThat(refined("{q: 'a user_id:7'}", "'user_id', 7, false")).isEqualTo("q=a user_id:7");
        assertThat(refined("{q: 'a -user_id:7'}", "'user_id', 7, false")).isEqualTo("q=a user_id:7");
        assertThat(refined("{q: 'a user_id:7'}", "'user_id', 7, true")).isEqualTo("q=a -user_id:7");
        assertThat(refined("{q: 'a OR user_id:7'}", "'user_id', 7, true")).isEqualTo("q=(a OR user_id:7) -user_id:7");
    }

    @Test
    void onlyWordsThatAMessageMustHoldAreHighlighted() {
        assertThat(words("{search: 'Foo bar'}")).isEqualTo("foo bar");
        assertThat(words("{q: 'One \"two Three\" -four NOT five -(six -seven) s*r service:eight'}"))
                .isEqualTo("one|two three|seven");
        assertThat(words("{q: 'message:(Nine OR \"t n\" OR -eleven) message:/twelve/ message:nine'}"))
                .isEqualTo("nine|t n");
        assertThat(words("{q: 'ten #eleven /twelve/ k=13 a=b: MESSAGE=Fourteen or \"a\":1 \\\\/x'}"))
                .isEqualTo("ten|fourteen|\"a\":1|/x");
    }

    @Test
    void countsAreCutToFewCharacters() {
        assertThat(inModule(
                        "filter/compact.js",
                        "m => [0, 999, 1000, 9999, 12345, 999999, 1e6, 2.5e9].map(m.compact).join(' ')"))
                .isEqualTo("0 999 1k 9.9k 12.3k 999k 1M 2.5B");
    }

    @Test
    void completionKnowsWhatStandsAtTheCaret() {
        assertThat(completion("serv|")).isEqualTo("name serv 0-4");
        assertThat(completion("a -meta|.x:1")).isEqualTo("name meta 3-9");
        assertThat(completion("a service:|")).isEqualTo("value service  10-10 rest a");
        assertThat(completion("a service:po|rt OR b")).isEqualTo("value service po 10-14 rest ");
        assertThat(completion("b tags:(x OR \"y z|\") a")).isEqualTo("value tags y z 13-18 rest b a");
        assertThat(completion("service:(|")).isEqualTo("value service  9-9 rest ");
        assertThat(completion("LEVEL=e|")).isEqualTo("value level e 6-7 rest ");
        assertThat(completion("a status=5|")).isEqualTo("value metadata.status 5 9-10 rest a");
        assertThat(completion("a http.method:G|ET")).isEqualTo("value metadata.http.method G 14-17 rest a");
        assertThat(completion("a #pa|y")).isEqualTo("value tags pa 3-6 rest a");
        assertThat(completion("http://a|")).isEqualTo("name http://a 0-8");
        assertThat(completion("\"a b|")).isEqualTo("null");
        assertThat(completion("a |")).isEqualTo("null");
    }

    /** The changed filter as parameters of an address, not encoded. */
    private static @Nullable Object refined(String filter, String arguments) {
        return inModule("filter/refine.js", """
                (m) => Object.entries(m.refined({...%s, ...%s}, %s))
                  .flatMap(([key, value]) => [value].flat().map((one) => [key, one]))
                  .filter(([, value]) => value !== '')
                  .map(([key, value]) => `${key}=${value}`).join('&')""".formatted(OPEN, filter, arguments));
    }

    private static @Nullable Object words(String filter) {
        return inModule("filter/words.js", "m => m.wordsOf({..." + OPEN + ", ..." + filter + "}).join('|')");
    }

    /** What is completed in a query at the place of the bar. */
    private static @Nullable Object completion(String query) {
        Map<String, Object> argument = Map.of("query", query.replace("|", ""), "caret", query.indexOf('|'));
        tailrace.page().evaluate("(argument) => { window.argument = argument; }", argument);
        return inModule("filter/completion.js", """
                (m) => {
                  const found = m.completionAt(window.argument.query, window.argument.caret, false);
                  if (found === null) {
                    return 'null';
                  }
                  const { kind, field, typed, start, end, rest } = found;
                  const place = `${typed} ${start}-${end}`;
                  return kind === 'name' ? `name ${place}` : `value ${field} ${place} rest ${rest}`;
                }""");
    }

    private static @Nullable Object inModule(String module, String function) {
        return tailrace.inModule(module, function);
    }
}
