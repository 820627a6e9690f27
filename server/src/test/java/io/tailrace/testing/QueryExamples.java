package io.tailrace.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Queries that the server and the page must read alike: the examples of docs/QUERY.md, and what else people write and paste. */
public final class QueryExamples {

    private static final Path GUIDE = Path.of("..", "docs", "QUERY.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** Each reads as something, and none is an error. */
    private static final List<String> OTHERS = List.of(
            "a OR b c",
            "(a or b) C and not d",
            "--a -(b -c) NOT -NOT x",
            "NOT(a) AND(b)OR(c)",
            "\"and\" ANDROID note",
            "10:30:15 2026-11-22T10:30:00Z 10:3*",
            "http://example.org/a?b=c -http://a/b",
            "key= foo: Error: connection refused",
            "a==b a:=b a=>b a->b a<b a>=b a!=5 std::io fe80::1",
            "C:\\dir\\file",
            "-> a -> b - c -- d (-)",
            "=> > <init> :x [x]",
            "{\"a\":1} \"a\":1, \"a b\"c say\"x\" 5\"",
            "msg=\"x y\" z",
            "f() at com.Foo.bar(Foo.java:42) (f(x) OR y)",
            "# #! #a #\"b c\" -#d* #1 #a:b",
            "/ // /a/b/c/ /a b",
            "/a/ -/b c/ (/d/) \\/e/",
            "message:/f g/ message=/h/ message:(/i/ OR j) message:\\/k/",
            "50% a,b;c _:x .a:x a..b:x a.:x a-:x a_=1 größe=5 日本:x 😀:x a\u00a0b",
            "LEVEL:ERROR Level>=warn level==info level = debug service : a",
            "status:502 status>=5e2 status>05 status>x status:(1 or 2) status:\"a b\"",
            "METADATA.a.B=x metadata.\"a b\".c : d metadata.x metadata.\"y\" metadata.a=b=c",
            "app.kubernetes.io/name:shop user@host:x a-b_c.d:e tag:x TAGS=y",
            "service:f(a) service:a\"b\" service:or pattern:\"<n> ms\" pattern=a*",
            "user_id:(-7) user_id:-7 tags:(a -b \"c d\")");

    private QueryExamples() {}

    /** A query, and the places of the entries of the guide that it finds, from 1. */
    public record Example(String query, List<Long> finds) {}

    /** The entries of the guide, each as a sender gives it. */
    public static List<String> entries() {
        List<String> guide = guide();
        return guide.subList(guide.indexOf("```json") + 1, guide.size()).stream()
                .takeWhile(line -> !line.equals("```"))
                .toList();
    }

    /** The examples of the guide. */
    public static List<Example> examples() {
        return guide().stream()
                .dropWhile(line -> !line.startsWith("| query | matches | finds |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(row -> row.split("(?<!\\\\)\\|", -1))
                .flatMap(cells -> CODE.matcher(cells[1])
                        .results()
                        .map(query -> new Example(query.group(1).replace("\\|", "|"), ids(cells[3]))))
                .toList();
    }

    /** All queries. */
    public static List<String> queries() {
        return Stream.concat(examples().stream().map(Example::query), OTHERS.stream())
                .toList();
    }

    private static List<Long> ids(String cell) {
        return Arrays.stream(cell.strip().split(" "))
                .filter(id -> !id.isEmpty())
                .map(Long::valueOf)
                .toList();
    }

    private static List<String> guide() {
        try {
            return Files.readAllLines(GUIDE);
        } catch (IOException missing) {
            throw new UncheckedIOException("docs/QUERY.md is read from the server's directory", missing);
        }
    }
}
