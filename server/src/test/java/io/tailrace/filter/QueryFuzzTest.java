package io.tailrace.filter;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** That no text whatever makes the parser fail other than by saying what is wrong with it. */
final class QueryFuzzTest {

    private static void parsesOrSaysWhere(String query) {
        try {
            Filter filter = QueryParser.parse(query);
            assertThat(QueryParser.parse(QueryText.of(filter))).isEqualTo(filter);
        } catch (FilterException refusal) {
            assertThat(refusal.code()).isEqualTo("bad_query");
            assertThat(refusal.error()).isNotBlank();
            assertThat(refusal.position()).isBetween(0, query.codePointCount(0, query.length()));
        }
    }

    @Property(tries = 3000)
    void anyTextParsesOrSaysWhereItDoesNot(@ForAll String query) {
        parsesOrSaysWhere(query);
    }

    @Property(tries = 5000)
    void anyMixOfTheLanguagesPiecesParsesOrSaysWhereItDoesNot(@ForAll("pieces") String query) {
        parsesOrSaysWhere(query);
    }

    @Property(tries = 5000)
    void anyMixOfRegexPiecesParsesOrSaysWhereItDoesNot(@ForAll("regexes") String regex) {
        parsesOrSaysWhere("message:/" + regex + "/");
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(
                        "AND",
                        "OR",
                        "NOT",
                        " ",
                        " ",
                        "-",
                        "(",
                        ")",
                        "\"",
                        "\\",
                        "\\\"",
                        ":",
                        ">",
                        ">=",
                        "<",
                        "*",
                        "/",
                        ".",
                        "level",
                        "warn",
                        "service:",
                        "metadata",
                        "metadata.",
                        "message:",
                        "message:/",
                        "tags:",
                        "user_id",
                        "timestamp",
                        "id",
                        "7",
                        "2026-11-22T10:00:00Z",
                        "x",
                        "é",
                        "😀",
                        "\ud83d",
                        "\u0000",
                        "\u00a0")
                .list()
                .ofMaxSize(14)
                .map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<String> regexes() {
        return Arbitraries.of(
                        "a",
                        "(",
                        ")",
                        "(?",
                        "(?i)",
                        "(?i:",
                        "(?P<n>",
                        "(?<n>",
                        "[",
                        "]",
                        "[^",
                        "[:alpha:]",
                        "-",
                        "{",
                        "}",
                        "{2}",
                        "{1,1000}",
                        "{99999999999}",
                        "{,",
                        "*",
                        "+",
                        "?",
                        "|",
                        "^",
                        "$",
                        ".",
                        "\\",
                        "\\Q",
                        "\\E",
                        "\\pL",
                        "\\p{Greek}",
                        "\\p{",
                        "\\x",
                        "\\x{10FFFF}",
                        "\\x{",
                        "\\7",
                        "\\d",
                        "\\b",
                        "é",
                        "😀",
                        "\ud83d",
                        "\u0000",
                        ":",
                        "<",
                        ">")
                .list()
                .ofMaxSize(10)
                .map(pieces -> String.join("", pieces));
    }
}
