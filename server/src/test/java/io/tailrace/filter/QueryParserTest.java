package io.tailrace.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What queries mean, shown by their canonical text. */
final class QueryParserTest {

    /** The canonical text of a query. */
    private static String canonical(String query) throws FilterException {
        return QueryText.of(QueryParser.parse(query));
    }

    private static FilterException refusal(String query) {
        return catchThrowableOfType(FilterException.class, () -> QueryParser.parse(query));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a OR b c               | \"a\" OR (\"b\" AND \"c\")",
                "a b OR c               | (\"a\" AND \"b\") OR \"c\"",
                "(a OR b) c             | (\"a\" OR \"b\") AND \"c\"",
                "NOT a b                | \"b\" AND NOT \"a\"",
                "NOT a OR b             | \"b\" OR NOT \"a\"",
                "-a -b                  | NOT \"a\" AND NOT \"b\"",
                "-(a OR b)              | NOT (\"a\" OR \"b\")",
                "NOT NOT a              | \"a\"",
                "--a                    | \"a\"",
                "NOT -NOT a             | NOT \"a\"",
                "a AND NOT b            | \"a\" AND NOT \"b\"",
                "NOT(a)                 | NOT \"a\"",
                "a AND(b)OR(c)          | (\"a\" AND \"b\") OR \"c\"",
                "a or b And not c       | \"a\" OR (\"b\" AND NOT \"c\")",
                "error or warn          | \"error\" OR \"warn\"",
                "not(a) and(b)or(c)     | (\"b\" AND NOT \"a\") OR \"c\"",
                "\"and\" \"OR\" \"not\" | \"and\" AND \"not\" AND \"or\"",
                "ANDROID note order     | \"android\" AND \"note\" AND \"order\"",
            })
    void notBindsTightestThenAndThenOr(String query, String canonical) throws FilterException {
        assertThat(canonical(query)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "TimeOut                                 | \"timeout\"",
                "\"a \\\"b\\\" \\\\ \\n\"                | \"a \\\"b\\\" \\\\ \\\\n\"",
                "message:x                               | message:\"x\"",
                "message:\"x y\"                         | message:\"x y\"",
                "message:a*B                             | message:a*b",
                "a**B                                    | a*b",
                "/api/*                                  | \\/api/*",
                "message:\\/a*/                          | message:\\/a*/",
                "/api/users                              | \"/api/users\"",
                "user-7                                  | \"user-7\"",
                "metadata.x                              | \"metadata.x\"",
                "*                                       | *",
                "\"\"                                    | *",
                "message:*                               | *",
                "service:portal                          | service:\"portal\"",
                "service=portal                          | service:\"portal\"",
                "Service == portal                       | service:\"portal\"",
                "service:(b OR a OR b)                   | service:(\"a\" OR \"b\")",
                "service=(b or a)                        | service:(\"a\" OR \"b\")",
                "service:or                              | service:\"or\"",
                "service:b OR service:a                  | service:(\"a\" OR \"b\")",
                "service:(a* -ab)                        | NOT service:\"ab\" AND service:a*",
                "service:(a (b OR -c))                   | (NOT service:\"c\" OR service:\"b\") AND service:\"a\"",
                "service:*                               | *",
                "service:\"a*\"                          | service:\"a*\"",
                "service:f(a)                            | service:\"f(a)\"",
                "level:Warning                           | level:warn",
                "LEVEL:ERROR                             | level:error",
                "level=error                             | level:error",
                "level:(crit OR err)                     | level:(error OR fatal)",
                "level:*R*                               | level:(trace OR warn OR error)",
                "level>=warn                             | level:(warn OR error OR fatal)",
                "level<warn                              | level:(trace OR debug OR info)",
                "level>fatal                             | NOT *",
                "level<=FATAL                            | *",
                "NOT level:debug                         | level:(trace OR info OR warn OR error OR fatal)",
                "tags:x tag:y                            | tags:\"x\" AND tags:\"y\"",
                "#payment                                | tags:\"payment\"",
                "-#a OR #\"b c\"                         | NOT tags:\"a\" OR tags:\"b c\"",
                "#db-* #k:v                              | tags:\"k:v\" AND tags:db-*",
                "tags:*                                  | tags:*",
                "tags:a*b                                | tags:a*b",
                "user_id:-7                              | user_id:-7",
                "user_id:\"7\"                           | user_id:7",
                "user_id=7.0                             | user_id:7",
                "user_id:1e3                             | user_id:1000",
                "user_id:1*                              | user_id:1*",
                "user_id:*                               | user_id:*",
                "user_id>7                               | user_id>=8",
                "user_id<-7                              | user_id<=-8",
                "user_id>9223372036854775807             | NOT *",
                "user_id<-9223372036854775808            | NOT *",
                "id:5                                    | id<=5 AND id>=5",
                "id >= 5                                 | id>=5",
                "id:*                                    | *",
                "trace_id:a:b                            | trace_id:\"a:b\"",
                "trace_id:4bf*                           | trace_id:4bf*",
                "-span_id:*                              | NOT span_id:*",
                "timestamp>=2026-11-22T10:00:00Z         | timestamp>=2026-11-22T10:00:00.000000Z",
                "timestamp>2026-11-22T10:00:00Z          | timestamp>=2026-11-22T10:00:00.000001Z",
                "timestamp<=2026-11-22T11:00:00+01:00    | timestamp<2026-11-22T10:00:00.000001Z",
                "timestamp<\"2026-11-22 10:00:00Z\"      | timestamp<2026-11-22T10:00:00.000000Z",
                "timestamp:*                             | *",
                "metadata.a.b:x                          | metadata.a.b:\"x\"",
                "METADATA.a.B=x                          | metadata.a.B:\"x\"",
                "metadata.\"a.b\".c:x                    | metadata.\"a.b\".c:\"x\"",
                "metadata.\"\":*                         | metadata.\"\":*",
                "metadata.path:/api/x                    | metadata.path:\"/api/x\"",
                "metadata.url:http://x:8/y               | metadata.url:\"http://x:8/y\"",
                "metadata.s>=500                         | metadata.s>=500",
                "metadata.s < -1.50e3                    | metadata.s<-1.50e3",
                "metadata.s>abc                          | NOT *",
                "metadata.s:(200 OR 5*)                  | metadata.s:\"200\" OR metadata.s:5*",
                "metadata.json:{\"a\":1}                 | metadata.json:\"{\\\"a\\\":1}\"",
                "status:502                              | metadata.status:\"502\"",
                "status=502                              | metadata.status:\"502\"",
                "-status=502                             | NOT metadata.status:\"502\"",
                "status>=500                             | metadata.status>=500",
                "status:(500 OR 502)                     | metadata.status:\"500\" OR metadata.status:\"502\"",
                "k=(a or b)                              | metadata.k:\"a\" OR metadata.k:\"b\"",
                "agent=\"Mozilla/5.0 (X11)\"             | metadata.agent:\"Mozilla/5.0 (X11)\"",
                "http.method:GET                         | metadata.http.method:\"GET\"",
                "app.kubernetes.io/name:shop             | metadata.app.kubernetes.\"io/name\":\"shop\"",
                "error:*                                 | metadata.error:*",
                "colour:re*                              | metadata.colour:re*",
                "größe=5                                 | metadata.\"größe\":\"5\"",
                "message:/a b\\/(c)/ x                   | \"x\" AND message:/a b\\/(c)/",
                "message=/a/                             | message:/a/",
                "`/time(d out|out)/`                       | `message:/time(d out|out)/`",
                "-/took \\d+ ms/ (/b/)                   | NOT message:/took \\d+ ms/ AND message:/b/",
                "message:(/a/ OR b)                      | message:\"b\" OR message:/a/",
                "pattern:\"GET /orders/<n> took <n> ms\" | pattern:\"GET /orders/<n> took <n> ms\"",
                "pattern=a*<n>                           | pattern:\"a*<n>\"",
                "pattern:*                               | *",
                "service: portal                         | service:\"portal\"",
            })
    void eachFormMeansWhatItSays(String query, String canonical) throws FilterException {
        assertThat(canonical(query)).isEqualTo(canonical);
        assertThat(canonical(canonical)).as("read again").isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "10:30:15                    | \"10:30:15\"",
                "10:3*                       | 10:3*",
                "2026-11-22T10:30:00Z        | \"2026-11-22t10:30:00z\"",
                "http://example.org/a?b=c    | \"http://example.org/a?b=c\"",
                "-http://a/b                 | NOT \"http://a/b\"",
                "key=                        | \"key=\"",
                "foo:                        | \"foo:\"",
                "Error: connection refused   | \"connection\" AND \"error:\" AND \"refused\"",
                "a==b                        | \"a==b\"",
                "a:=b                        | \"a:=b\"",
                "a=>b                        | \"a=>b\"",
                "a->b                        | \"a->b\"",
                "a<b                         | \"a<b\"",
                "a>=b                        | \"a>=b\"",
                "a!=5                        | \"a!=5\"",
                "std::io                     | \"std::io\"",
                "fe80::1                     | \"fe80::1\"",
                "C:\\dir\\file               | \"c:\\\\dir\\\\file\"",
                "->                          | \"->\"",
                "a -> b                      | \"->\" AND \"a\" AND \"b\"",
                "a - b                       | \"-\" AND \"a\" AND \"b\"",
                "a --                        | \"--\" AND \"a\"",
                "(-)                         | \"-\"",
                "=>                          | \"=>\"",
                ">                           | \">\"",
                "<init>                      | \"<init>\"",
                ":x                          | \":x\"",
                "[x]                         | \"[x]\"",
                "{\"a\":1}                   | \"{\\\"a\\\":1}\"",
                "\"a\":1,                    | \"\\\"a\\\":1,\"",
                "\"a b\"c                    | \"\\\"a b\\\"c\"",
                "say\"x\"                    | \"say\\\"x\\\"\"",
                "msg=\"x y\",                | \"msg=\\\"x\" AND \"y\\\",\"",
                "5\"                         | \"5\\\"\"",
                "f()                         | \"f()\"",
                "at com.Foo.bar(Foo.java:42) | \"at\" AND \"com.foo.bar(foo.java:42)\"",
                "(f(x) OR y)                 | \"f(x)\" OR \"y\"",
                "# #!                        | \"#!\" AND \"#\"",
                "/                           | \"/\"",
                "//                          | \"//\"",
                "/a/b/c/                     | \"/a/b/c/\"",
                "/a b                        | \"/a\" AND \"b\"",
                "\\/a/                       | \"/a/\"",
                "50%                         | \"50%\"",
                "a,b;c                       | \"a,b;c\"",
                "_:x                         | metadata._:\"x\"",
                ".a:x                        | \".a:x\"",
                "a..b:x                      | \"a..b:x\"",
                "a.:x                        | \"a.:x\"",
                "a-:x                        | \"a-:x\"",
            })
    void whatAPersonPastesIsFoundAsItStandsThere(String query, String canonical) throws FilterException {
        assertThat(canonical(query)).isEqualTo(canonical);
        assertThat(canonical(canonical)).as("read again").isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "a AND|5|expected a word or a field, found the end of the query",
                "a OR |5|expected a word or a field, found the end of the query",
                "AND a|0|expected a word or a field, found AND",
                "a OR OR b|5|expected a word or a field, found OR",
                "NOT|3|expected a word or a field, found the end of the query",
                "(a OR b|7|expected a closing parenthesis, found the end of the query",
                "a)|1|expected a word, a field or the end of the query, found )",
                "a )|2|expected a word, a field or the end of the query, found )",
                "()|1|expected a word or a field, found )",
                "\"abc|4|expected a closing quote, found the end of the query",
                "\"abc\\\"|6|expected a closing quote",
                "service:|8|expected a value for service, found the end of the query",
                "service: |9|expected a value for service, found the end of the query",
                "service:(|9|expected a value for service, found the end of the query",
                "service:()|9|expected a value for service, found )",
                "service:(a|10|expected a closing parenthesis",
                "service:(a OR level:b) )|23|expected a word, a field or the end",
                "service:OR|8|expected a value for service, found OR",
                "service>a|7|expected \":\" behind service, found \">\"",
                "x message>=a|9|expected \":\" behind message, found \">=\"",
                "level:loud|6|expected a level, one of trace, debug, info, warn, error, fatal, found \"loud\"",
                "level>=loud|7|expected a level, one of",
                "level:x*|6|expected a level, or a pattern of one of",
                "level>=(warn)|7|expected a value for level, found (",
                "level>=|7|expected a value for level",
                "timestamp>yesterday|10|expected a time like 2026-11-22T10:00:00Z (RFC 3339), found \"yesterday\"",
                "timestamp:2026*|10|expected a time like",
                "id:abc|3|expected an integer for id, found \"abc\"",
                "id:1*|3|expected an integer for id",
                "user_id:7.5|8|expected an integer for user_id",
                "user_id>99999999999999999999|8|user_id is a number of at most 64 bits",
                "user_id:9999999999999999999|8|user_id is a number of at most 64 bits",
                "user_id:\u0667|8|expected an integer for user_id",
                "metadata:x|0|expected a key of the metadata, like metadata.status",
                "metadata.:x|9|expected a key of the metadata",
                "metadata.a..b:x|11|expected a key of the metadata",
                "metadata.*:x|9|expected a key of the metadata",
                "metadata.\"a:x|13|expected a closing quote",
                "metadata.a:|11|expected a value for metadata.a",
                "message://|8|expected a regular expression between the slashes",
                "message:/abc|12|expected a / that closes the regular expression",
                "message:/abc\\/|14|expected a / that closes the regular expression",
                "message:/api/users|13|expected a space or the end",
                "message:/(a/|8|the regular expression is not valid",
                "message:/a(?=b)/|8|the regular expression is not valid",
                "message:/(a{1000}){1000}/|8|the regular expression is too large",
                "message:/((a{100}){100}){100}/|8|the regular expression is too large",
                "message:/(?i)[\\x{80}-\\x{ffff}]/|8|the regular expression ignores case in a class",
                "é😀 level:x|9|expected a level, one of",
                "and then|0|expected a word or a field, found and",
                "a or|4|expected a word or a field, found the end of the query",
                "a(b c)|1|expected a space or the end",
                "\"a\"(|3|expected a space or the end",
                "service:\"a\"b|11|expected a space or the end",
                "level:=x|6|expected a level, one of",
                "LEVEL=loud|6|expected a level, one of",
                "k=(a|4|expected a closing parenthesis",
                "k=\"a b|6|expected a closing quote",
                "#and #OR|6|expected a value for tags, found OR",
                "/(a/|0|the regular expression is not valid",
                "\"😀😀\" \"|6|expected a closing quote",
            })
    void anErrorSaysWhereAndWhatWasExpected(String query, int position, String error) {
        FilterException refusal = refusal(query);
        assertThat(refusal.code()).isEqualTo("bad_query");
        assertThat(refusal.error()).startsWith(error);
        assertThat(refusal.position()).isEqualTo(position);
    }

    @Test
    void aBlankQueryMatchesEverything() throws FilterException {
        assertThat(QueryParser.parse("")).isEqualTo(new Filter.Everything());
        assertThat(QueryParser.parse(" \t\n\u00a0")).isEqualTo(new Filter.Everything());
    }

    @Test
    void whatIsTooLongIsRefusedAtTheFirstCharacterTooMany() throws FilterException {
        assertThat(canonical("x".repeat(4096))).hasSize(4098);
        assertThat(refusal("x".repeat(4097)).position()).isEqualTo(4096);
        assertThat(refusal("(".repeat(100_000)).error()).contains("longer than 4096 characters");
    }

    @Test
    void whatIsNestedTooDeepIsRefusedWhereItGoesTooDeep() throws FilterException {
        assertThat(canonical("(".repeat(32) + "x" + ")".repeat(32))).isEqualTo("\"x\"");
        assertThat(refusal("(".repeat(33) + "x" + ")".repeat(33)).position()).isEqualTo(32);
        assertThat(refusal("-".repeat(4000) + "x").position()).isEqualTo(32);
        assertThat(refusal("NOT ".repeat(1000) + "x").position()).isEqualTo(32 * 4);
        assertThat(refusal("service:" + "(".repeat(4000)).error()).contains("32 levels deep");
    }

    @Test
    void tooManyTermsAreRefusedAtTheFirstTooMany() throws FilterException {
        assertThat(canonical("x ".repeat(200))).isEqualTo("\"x\"");
        assertThat(refusal("x ".repeat(201)).position()).isEqualTo(400);
        assertThat(refusal("service:(" + "x ".repeat(201) + ")").position()).isEqualTo(9 + 400);
    }

    @Test
    void aRegexThatIsTooLargeIsRefused() throws FilterException {
        assertThat(canonical("message:/" + "x".repeat(490) + "/")).isNotEmpty();
        assertThat(refusal("message:/" + "x".repeat(510) + "/").error()).contains("too large");
        assertThat(refusal("message:/" + "x".repeat(1001) + "/").error()).contains("longer than 1000 characters");
        assertThat(refusal("message:/(?:\\pL{1,1000}x){2}/").error()).contains("too large");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a b                 | b AND (a)",
                "a OR (b OR c)       | (c OR a) OR b OR a",
                "service:a level:err | level:error AND service:a",
                "-(-a)               | a",
                "message:A           | message:a",
                "level=err           | LEVEL:error",
                "status:5            | metadata.status=5",
                "#a                  | tag:a",
                "/a/ or b            | message:/a/ OR b",
                "service:(a OR b)    | service:b OR service:a",
                "a a                 | a",
                "a *                 | a",
                "a OR -*             | a",
                "level>info          | level:(warn OR error OR fatal)",
                "x***y               | x*y",
                "tag:a               | tags:a",
            })
    void queriesThatSayTheSameAreEqual(String one, String other) throws FilterException {
        assertThat(QueryParser.parse(one)).isEqualTo(QueryParser.parse(other));
    }
}
