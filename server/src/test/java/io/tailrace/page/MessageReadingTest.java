package io.tailrace.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the page reads a message: its colours, what could deceive the eye, words that are looked for, stack traces, times. */
final class MessageReadingTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    @BeforeEach
    void open() {
        Clocks.setZone(tailrace.page(), "Asia/Kolkata");
        tailrace.open("/");
    }

    @Test
    void coloursAreThoseOfATerminal() {
        expect("entry/ansi.js", "JSON.stringify(m.runsOf(`%s`).map(({ text, style }) => [text, style]))", """
                a\\x1b[1;31mb\\x1b[0mc        | [["a",{}],["b",{"bold":true,"ink":1}],["c",{}]]
                \\x1b[92;44mb\\x1b[39mc       | [["b",{"ink":10,"ground":4}],["c",{"ground":4}]]
                \\x1b[38;5;9mb\\x1b[mc        | [["b",{"ink":9}],["c",{}]]
                \\x1b[38;5;208mb              | [["b",{"ink":[255,135,0]}]]
                \\x1b[48;5;232mb              | [["b",{"ground":[8,8,8]}]]
                \\x1b[38;2;1;2;3;4mb          | [["b",{"ink":[1,2,3],"underline":true}]]
                \\x1b[38:2::1:2:3mb           | [["b",{"ink":[1,2,3]}]]
                \\x1b[38:5:1mb\\x1b[4:0mc     | [["b",{"ink":1}],["c",{"ink":1,"underline":false}]]
                \\x1b[3;7;9mb\\x1b[23;27;29mc | [["b",{"italic":true,"inverse":true,"struck":true}],["c",{}]]
                \\x1b[8mhidden\\x1b[5mblink   | [["hidden",{}],["blink",{}]]
                """);
    }

    @Test
    void anySequenceThatIsNoColourStaysInTheText() {
        assertThat(tailrace.inModule("entry/ansi.js", """
                        (m) => ['[2J', '[H', '[999m', '[38;5m', '[38;5;256m', '[38;2;1;2m', '[31', '[31;', '[;;;;x', '[1:2:3m',
                          '[?25l', '[38;9;1m', '[38m', '[48;2;1;2;999m', '[-1m', '[1 m', ']0;title', '[' + '1;'.repeat(99) + 'm']
                          .map((rest) => `a\\x1b${rest}b`)
                          .filter((text) => JSON.stringify(m.runsOf(text)) !== JSON.stringify([{ text, style: {} }]))
                          .join(' ')
                        """)).isEqualTo("");
    }

    @Test
    void whatCouldDeceiveTheEyeIsMadeVisible() {
        expect("entry/visible-text.js", "m.visibleText(`%s`)", """
                \\u001b]0;t\\u0007    | ^[]0;t^G
                a\\u202egnp.exe       | a‹U+202E›gnp.exe
                a\\u200bb\\ufeff      | a‹U+200B›b‹U+FEFF›
                pay\\u200dpal         | pay‹U+200D›pal
                \\ud800 x \\udc00     | ‹U+D800› x ‹U+DC00›
                \\u0000\\u007f\\u0085 | ^@^?‹U+0085›
                one\\rtwo             | one^Mtwo
                \\ud83d\\udc68\\u200d\\ud83d\\udc69 | 👨‍👩
                مرحبا                 | مرحبا
                """);
    }

    @Test
    void wordsAreFoundInAnyCaseAndDoNotOverlap() {
        expect(
                "entry/matches.js",
                "(([text, ...words]) => m.matchesIn(text, words, 100).join(' '))(`%s`.split(','))",
                """
                Order order ORDER,order | 0,5 6,11 12,17
                abcabc,bc,ab            | 0,6
                aaaa,aa                 | 0,4
                İstanbul ORDER,order    | 9,14
                nothing,x               |
                nothing,                |
                """);
    }

    @Test
    void aTimeTellsAsMuchAsItTakes() {
        expect("entry/time-text.js", """
                (([time, zone, times]) => m.timeText(time, { zone, times }, Date.parse('2026-11-25T08:00:00Z')))(`%s`.split(' '))
                """, """
                2026-11-25T08:00:01.123456Z utc absolute   | 08:00:01.123
                2026-11-24T23:59:59.999999Z utc absolute   | 11-24 23:59:59.999
                2025-11-24T23:59:59.999999Z utc absolute   | 2025-11-24 23:59
                2026-11-24T20:00:00.000000Z local absolute | 01:30:00.000
                2026-11-25T07:59:48.000000Z utc relative   | 12 s ago
                2026-11-25T05:00:00.000000Z local relative | 3 h ago
                2026-11-25T08:05:00.000000Z utc relative   | in 5 min
                2026-11-25T07:59:59.900000Z utc relative   | now
                """);
    }

    @Test
    void aTraceOfJavaIsFoldedWhereLibrariesAreAndItsCauseStandsOut() {
        String trace = """
                Request failed
                java.lang.IllegalStateException: no stock
                \tat shop.Orders.place(Orders.java:41)
                \tat java.base/java.lang.reflect.Method.invoke(Method.java:580)
                \tat org.springframework.aop.Aop.invoke(Aop.java:355)
                \tat org.springframework.web.Servlet.post(Servlet.java:914)
                \tat shop.Web.post(Web.java:22)
                Caused by: java.sql.SQLException: gone
                \tat shop.Db.take(Db.java:17)
                \t... 23 more""";
        assertThat(partsOf(trace)).isEqualTo("text:2 frames:1 library:3 frames:1 cause:1 frames:1 library:1");
        assertThat(summaryOf(trace))
                .isEqualTo("java.lang.IllegalStateException: no stock at shop.Orders.place(Orders.java:41)");
    }

    @Test
    void aTraceOfJavaScriptIsRead() {
        String trace = """
                TypeError: Cannot read 'id'
                    at Basket.add (/srv/src/basket.js:41:19)
                    at async handler (file:///srv/src/routes.js:12:3)
                    at next (/srv/node_modules/express/lib/route.js:149:13)
                    at process.processTicks (node:internal/process/task_queues:95:5)""";
        assertThat(partsOf(trace)).isEqualTo("text:1 frames:2 library:2");
        assertThat(summaryOf(trace)).isEqualTo("at Basket.add (/srv/src/basket.js:41:19)");
    }

    @Test
    void aTraceOfPythonIsReadAndItsExceptionIsLast() {
        String trace = """
                Traceback (most recent call last):
                  File "/app/shop/checkout.py", line 88, in checkout
                    total = price(cart)
                            ^^^^^^^^^^^
                  File "/usr/lib/python3.12/site-packages/flask/app.py", line 1488, in __call__
                    return self.wsgi_app(environ)
                  File "/app/shop/price.py", line 12, in price
                    return rates[currency]
                KeyError: 'XAU'
                """;
        assertThat(partsOf(trace)).isEqualTo("text:1 frames:3 library:2 frames:2 text:2");
        assertThat(summaryOf(trace)).isEqualTo("KeyError: 'XAU' File \"/app/shop/price.py\", line 12, in price");
    }

    @Test
    void aTraceOfGoIsReadACallWithItsPlace() {
        String trace = """
                panic: runtime error: index out of range [5] with length 3

                goroutine 1 [running]:
                main.total(...)
                \t/srv/cart/main.go:21
                runtime.main()
                \t/usr/local/go/src/runtime/proc.go:271 +0x29d
                exit status 2""";
        assertThat(partsOf(trace)).isEqualTo("text:3 frames:2 library:2 text:1");
        assertThat(summaryOf(trace)).isEqualTo("main.total(...) /srv/cart/main.go:21");
    }

    @Test
    void whatIsNoTraceIsLeftAlone() {
        expect("entry/stack-trace.js", "m.traceOf(`%s`)", """
                One line               | null
                Two\\nlines            | null
                A list:\\n  - at noon  | null
                {\\n  "a": 1\\n}       | null
                """);
    }

    @Test
    void everyColourThatALogCanChooseCanBeRead() {
        assertThat(tailrace.inModule("entry/readable-colour.js", """
                        (m) => {
                          const rgb = (css) => css.match(/\\d+/g).map(Number);
                          const grounds = { light: [[251, 251, 250], [251, 232, 227]], dark: [[20, 23, 26], [43, 26, 21]] };
                          const bad = [];
                          for (let i = 0; i < 4096; i += 1) {
                            const ink = [(i >> 8) * 17, ((i >> 4) & 15) * 17, (i & 15) * 17];
                            const pair = m.inkPair(ink);
                            for (const theme of ['light', 'dark']) {
                              if (grounds[theme].some((ground) => m.contrast(rgb(pair[theme]), ground) < 4.5)) {
                                bad.push(`${ink} ${theme}`);
                              }
                            }
                            const on = m.inkOnGround([128, 128, 128], ink);
                            if (m.contrast(rgb(on.ink), rgb(on.ground)) < 4.5) {
                              bad.push(`on ${ink}`);
                            }
                          }
                          return bad.join('; ');
                        }
                        """)).isEqualTo("");
    }

    @Test
    void theNamedColoursCanBeReadOnEveryRow() {
        assertThat(tailrace.inModule("entry/readable-colour.js", """
                        (m) => {
                          const probe = document.body.appendChild(document.createElement('p'));
                          const colour = (name) => {
                            probe.style.color = `var(--${name})`;
                            return getComputedStyle(probe).color.match(/\\d+/g).map(Number);
                          };
                          const grounds = ['page', 'raised', 'error-tint', 'fatal-tint', 'warn-tint'];
                          const inks = [...Array.from({ length: 16 }, (_, i) => `ansi-${i}`), 'ink', 'dim'];
                          return ['light', 'dark'].flatMap((theme) => {
                            document.documentElement.dataset.theme = theme;
                            return inks.flatMap((ink) =>
                              grounds.filter((ground) => m.contrast(colour(ink), colour(ground)) < 4.5)
                                .map((ground) => `${theme} ${ink} on ${ground}`));
                          }).join('; ');
                        }
                        """)).isEqualTo("");
    }

    /** A pattern that looks at a character again and again would take minutes here. */
    @Test
    void aLongMessageOfOneThingCostsLittle() {
        assertThat(tailrace.inModule("entry/entry-row.js", """
                async (m) => {
                  const load = (await import(document.querySelector('script[type=module]').src)).module;
                  const { traceOf } = await load('entry/stack-trace.js');
                  const { jsonIn } = await load('entry/json-message.js');
                  const { asText } = await load('entry/entry-text.js');
                  const settings = { lines: 'wrap', zone: 'utc', times: 'absolute', details: true };
                  const look = { columns: ['level'], settings, words: ['a', 'x'], now: 0 };
                  const taken = (act) => {
                    const start = performance.now();
                    act();
                    return performance.now() - start;
                  };
                  const pieces = ['a', '{', '[', ' ', '\\n', '\\x1b', '\\x1b[1m', '\\x1b[1;1;1;', '\\x1b[1mx\\x1b[0m', '\\tat ',
                    'a@b', 'x\\n  File "', '\\u202e', '\\ud800', 'İ', '\\r\\n', 'Caused by: '];
                  const entries = pieces.map((piece) => ({ message: piece.repeat(200_000).slice(0, 200_000), metadata: {} }));
                  entries.push({ message: 'm', metadata: Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i])) });
                  return entries.flatMap((own, i) => {
                    const entry = { id: 1, timestamp: '', created_at: '', service: 's', level: 'info', tags: [], ...own };
                    const row = Math.min(...Array.from({ length: 20 }, () => taken(() => m.entryRow(entry, look))));
                    const whole = taken(() => [traceOf(own.message), jsonIn(own.message), asText(entry)]);
                    return row < 2 && whole < 1000 ? [] : [`${JSON.stringify(pieces[i])}: ${row} ms, ${whole} ms`];
                  }).join('; ');
                }
                """)).isEqualTo("");
    }

    /** Holds an expression of a module to a table: what is put in for its {@code %s}, and what it is then. */
    private static void expect(String module, String expression, String table) {
        String cases = table.lines()
                .map(line -> "(m) => "
                        + expression.formatted(
                                line.substring(0, line.indexOf(" |")).strip()))
                .collect(Collectors.joining(", "));
        Object answers = tailrace.inModule(module, "(m) => [" + cases + "].map((one) => String(one(m)))");
        assertThat(answers)
                .isEqualTo(table.lines()
                        .map(line -> line.substring(line.indexOf(" |") + 2).strip())
                        .toList());
    }

    private static @Nullable Object partsOf(String message) {
        return tailrace.inModule(
                "entry/stack-trace.js",
                "(m) => m.traceOf(" + quoted(message)
                        + ").map(({ kind, isLibrary, lines }) => `${isLibrary ? 'library' : kind}:${lines.length}`).join(' ')");
    }

    private static @Nullable Object summaryOf(String message) {
        return tailrace.inModule("entry/stack-trace.js", "(m) => m.traceSummary(" + quoted(message) + ")");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
