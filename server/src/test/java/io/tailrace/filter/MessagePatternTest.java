package io.tailrace.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What varies in messages, and which messages are of one pattern. */
final class MessagePatternTest {

    private static String pattern(String message) {
        byte[] bytes = message.getBytes(UTF_8);
        return MessagePattern.ofMessage(bytes, 0, bytes.length);
    }

    private static boolean isOf(String message, String pattern) {
        byte[] bytes = ("\"" + message + "\"").getBytes(UTF_8);
        return MessagePattern.of(pattern).isOf(bytes, 1, bytes.length - 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET /orders/17 took 5 ms                  | GET /orders/<n> took <n> ms",
                "took 5.3ms, was -0.75 (1.2.3)             | took <n>ms, was -<n> (<n>)",
                "3 of 5. 12MB at 100% 1,234                | <n> of <n>. <n>MB at <n>% <n>,<n>",
                "node-07 node07 v1 utf8 k8s s3://b         | node-<n> node<n> v<n> utf<n> k<n>s s<n>://b",
                "1e5 200OK 5秒 é7                          | <n>e<n> <n>OK <n>秒 é<n>",
                "commit a1b2c3d by 0x1F                    | commit <hex> by <hex>",
                "facade deadbeef abc1 123456b              | facade deadbeef abc<n> <n>b",
                "key req_8f3k2j1x of aZ81kQp0x7            | key req_<id> of <id>",
                "token abcdefghijklmnopqrst1               | token <id>",
                "0b7c8e9a-1f2d-4c3b-8a9d-0e1f2a3b4c5d gone | <uuid> gone",
                "0b7c8e9a-1f2d-4c3b-8a9d                   | <hex>-<id>-<id>-<id>",
                "from 10.0.0.1:5432 and 10.0.0.256.1       | from <ip>:<n> and <n>",
                "peer fe80::1%eth0, ::1, 2001:db8::ff00:42 | peer <ip>%eth<n>, <ip>, <ip>",
                "1:2:3:4:5:6:7:8 and 1:2:3                 | <ip> and <n>:<n>:<n>",
                "[2001:db8::1]: refused, fe80::1: gone     | [<ip>]: refused, <ip>: gone",
                "std::io a::b                              | std::io a::b",
                "00:1a:2b:3c:4d:5e up                      | <hex> up",
                "2026-11-22T10:30:00.123456Z ready         | <time> ready",
                "2026-11-22 10:30:00,123 +0100 x           | <time> +<n> x",
                "at 10:30:15+01:00, 9:05:00 and 10:30      | at <time>, <time> and <n>:<n>",
                "2026-11-22 2026/11/22 22.11.2026 20261122 | <time> <time> <n> <n>",
                "2026-11-22T is none                       | <n>-<n>-<n>T is none",
                "no digits: <n> & <x>                      | no digits: <n> & <x>",
            })
    void whatVariesIsNamed(String message, String pattern) {
        assertThat(pattern(message)).isEqualTo(pattern);
        assertThat(isOf(message, pattern)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET /orders/<n> took <n> ms | GET /orders/9 took 12.5 ms     | true",
                "GET /orders/<n> took <n> ms | GET /orders/a8f3k2 took 5 ms   | false",
                "GET /orders/<n> took <n> ms | get /orders/9 took 5 ms        | false",
                "GET /orders/<n> took <n> ms | GET /orders/9 took 5 ms!       | false",
                "GET /orders/<n> took <n> ms | GET /orders/9 took 5 m         | false",
                "GET /orders/<n> took <n> ms | GET /orders/<n> took <n> ms    | true",
                "GET /orders/9 took <n> ms   | GET /orders/9 took 5 ms        | true",
                "GET /orders/9 took <n> ms   | GET /orders/91 took 5 ms       | false",
                "took 5<n> ms                | took 57 ms                     | false",
                "<hex>                       | 123456                         | false",
                "<ip>                        | 10.0.0.1                       | true",
                "a<n                         | a<n                            | true",
                "``                          | a                              | false",
            })
    void aPatternMatchesTheMessagesOfItsForm(String pattern, String message, boolean matches) {
        assertThat(isOf(message, pattern)).isEqualTo(matches);
    }

    @Property(tries = 5000)
    void everyMessageIsOfItsPattern(@ForAll("messages") String message) {
        String pattern = pattern(message);
        assertThat(isOf(message, pattern)).isTrue();
        for (Variable variable : Variable.values()) {
            pattern = pattern.replace(variable.text(), "");
        }
        assertThat(pattern).doesNotContainPattern("[0-9]");
    }

    /** So that a pattern that was counted finds as many messages as were counted. */
    @Property(tries = 5000)
    void messagesOfOnePatternHaveThatPattern(@ForAll("messages") String one, @ForAll("messages") String other) {
        String pattern = pattern(one);
        boolean namesNothing = !one.contains("<") && !other.contains("<");
        if (namesNothing) {
            assertThat(isOf(other, pattern)).isEqualTo(pattern(other).equals(pattern));
        }
    }

    @Provide
    Arbitrary<String> messages() {
        return Arbitraries.of(
                        "a",
                        "b",
                        "f",
                        "x",
                        "1",
                        "2",
                        "07",
                        "10",
                        "3a",
                        ".",
                        ":",
                        "::",
                        "-",
                        " ",
                        "/",
                        "<n>",
                        "<",
                        "0x",
                        "é",
                        "_",
                        "10:30:15",
                        "2026-11-22",
                        "T",
                        "Z",
                        "10.0.0.1",
                        "fe80::1",
                        "a8f3k2",
                        "7f3a9c1",
                        "+01:00",
                        "0b7c8e9a-1f2d-4c3b-8a9d-0e1f2a3b4c5d",
                        "00:1a:2b:3c:4d:5e",
                        "1:2:3:4:5:6:7:8")
                .list()
                .ofMaxSize(6)
                .map(pieces -> String.join("", pieces));
    }
}
