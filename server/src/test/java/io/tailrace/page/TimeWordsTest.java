package io.tailrace.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Times as people type and read them, and how bars are put together, in a browser that is five and a half hours ahead. */
final class TimeWordsTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    private static final String NOW = "Date.parse('2026-11-25T08:00:00Z')";

    @BeforeEach
    void open() {
        Clocks.setZone(tailrace.page(), "Asia/Kolkata");
        tailrace.open("/");
    }

    @Test
    void aTypedTimeIsTakenInTheChosenClock() {
        holds("""
                now | local | 2026-11-25T08:00:00.000Z
                -15m | local | 2026-11-25T07:45:00.000Z
                - 2 h | utc | 2026-11-25T06:00:00.000Z
                -90 min | utc | 2026-11-25T06:30:00.000Z
                10:00 | utc | 2026-11-25T10:00:00.000Z
                10:00 | local | 2026-11-25T04:30:00.000Z
                10:00:30.25 | utc | 2026-11-25T10:00:30.250Z
                2026-11-22 | local | 2026-11-21T18:30:00.000Z
                2026-11-22 10:00 | local | 2026-11-22T04:30:00.000Z
                2026-11-22T10:00:05 | utc | 2026-11-22T10:00:05.000Z
                2026-11-22T10:00:00Z | local | 2026-11-22T10:00:00.000Z
                2026-11-22 10:00:00.123456z | local | 2026-11-22T10:00:00.123Z
                2026-11-22T10:00:00+02:00 | local | 2026-11-22T08:00:00.000Z
                2026-11-22T10:00:00-0330 | utc | 2026-11-22T13:30:00.000Z
                2024-02-29 00:00 | utc | 2024-02-29T00:00:00.000Z
                """, "time/moment.js", "(text, zone) => new Date(m.momentOf(text, zone, now)).toISOString()");
    }

    @Test
    void whatIsNoTimeIsRefusedInWords() {
        holds("""
                 | needs a time
                soon | is not a time; write 2026-11-22 10:00, or 10:00, -15m, now
                22.11.2026 | is not a time; write 2026-11-22 10:00, or 10:00, -15m, now
                2026-11-22 10:00 o'clock | is not a time; write 2026-11-22 10:00, or 10:00, -15m, now
                2026-02-29 | has a day that no calendar shows
                2026-13-01 10:00 | has a day that no calendar shows
                24:00 | has a time of day that no clock shows
                10:61 | has a time of day that no clock shows
                """, "time/moment.js", """
                (text) => {
                  try {
                    return m.momentOf(text, 'utc', now);
                  } catch (failure) {
                    return failure instanceof m.NoMoment ? failure.message : failure.stack;
                  }
                }
                """);
    }

    @Test
    void aSpanIsSaidAsShortAsItCanBeToldApart() {
        holds(
                """
                2026-11-22T10:00:00Z | 2026-11-22T10:15:00Z | utc | 22 Nov 10:00 – 10:15 UTC
                2026-11-22T10:00:00Z | 2026-11-22T10:15:00Z | local | 22 Nov 15:30 – 15:45
                2026-11-22T10:00:00Z | 2026-11-22T19:00:00Z | local | 22 Nov 15:30 – 23 Nov 00:30
                2025-11-22T10:00:00Z | 2026-11-22T10:00:05Z | utc | 22 Nov 2025 10:00:00 – 22 Nov 2026 10:00:05 UTC
                2026-11-22T10:00:00Z | 2026-11-22T10:00:00.002Z | utc | 22 Nov 10:00:00.000 – 10:00:00.002 UTC
                """,
                "time/moment-text.js",
                "(from, to, zone) => m.spanText(Date.parse(from), Date.parse(to), zone, now)");
    }

    @Test
    void lengthsAreTheSameInMillisecondsAndInWords() {
        String lengths = """
                15m | 900000
                90s | 90000
                1d | 86400000
                1500ms | 1500
                2h | 7200000
                """;
        holds(lengths, "time/duration.js", "(length) => m.millisOf(length)");
        holds(
                lengths.replaceAll("(?m)^(.*) \\| (.*)$", "$2 | $1"),
                "time/duration.js",
                "(millis) => m.lengthOf(Number(millis))");
    }

    /** That a function of a module {@code m} answers what stands in the last column of each line for the columns before. */
    private static void holds(String table, String module, String function) {
        assertThat(text(module, """
                        (m) => {
                          const now = %s;
                          const answer = %s;
                          return `%s`.split('\\n').map((line) => {
                            const given = line.split('|').slice(0, -1).map((cell) => cell.trim());
                            return line === '' ? '' : `${given.join(' | ')} | ${answer(...given)}`;
                          }).join('\\n');
                        }
                        """.formatted(NOW, function, table))).isEqualTo(table);
    }

    @Test
    void zoomingOutOfThePastDoesNotReachIntoTheFuture() {
        assertThat(widened("{kind: 'fixed', from: '2026-11-25T07:00:00Z', to: '2026-11-25T08:00:00Z'}"))
                .isEqualTo("2026-11-25T06:00:00Z 2026-11-25T08:00:00Z");
        assertThat(widened("{kind: 'fixed', from: '2026-11-25T04:00:00Z', to: '2026-11-25T05:00:00Z'}"))
                .isEqualTo("2026-11-25T03:30:00Z 2026-11-25T05:30:00Z");
        assertThat(widened("{kind: 'fixed', from: '2026-11-25T08:00:00Z', to: '2026-11-25T10:00:00Z'}"))
                .isEqualTo("2026-11-25T06:00:00Z 2026-11-25T10:00:00Z");
        assertThat(widened("{kind: 'live'}")).isEqualTo("30m");
        assertThat(widened("{kind: 'last', back: '24h'}")).isEqualTo("2d");
        assertThat(widened("{kind: 'last', back: '3000d'}")).isEqualTo("3650d");
    }

    private static String widened(String range) {
        return text("time/range.js", """
                (m) => {
                  const wider = m.widened(%s, %s);
                  return wider.kind === 'fixed' ? `${wider.from} ${wider.to}` : wider.back;
                }
                """.formatted(range, NOW));
    }

    @Test
    void newerBarsTakeThePlaceOfTheSameAndFollowTheOthers() {
        assertThat(bars("m.merged(bars(3000, 1, 2, 3), bars(5000, 30, 4))")).isEqualTo("3000: 1 2 30 4");
        assertThat(bars("m.merged(bars(3000, 1, 2, 3), bars(6000, 4))")).isEqualTo("3000: 1 2 3 4");
        assertThat(bars("m.merged(bars(3000, 1, 2, 3), bars(3000, 7, 8, 9))")).isEqualTo("3000: 7 8 9");
    }

    @Test
    void barsThatAreNoNeighboursAreNotPutTogether() {
        assertThat(bars("m.merged(bars(3000, 1, 2), bars(6000, 4))")).isEqualTo("none");
        assertThat(bars("m.merged(bars(3000, 1, 2), bars(2000, 4))")).isEqualTo("none");
        assertThat(bars("m.merged(bars(3000, 1, 2), bars(3500, 4))")).isEqualTo("none");
        assertThat(bars("m.merged(bars(3000, 1, 2), {...bars(4000, 4), interval: 2000})"))
                .isEqualTo("none");
        assertThat(bars("m.merged(bars(3000, 1, 2), bars(4000))")).isEqualTo("none");
    }

    @Test
    void aWindowMovesOnByWholeBarsAndNeverGrows() {
        assertThat(bars("m.newest(bars(3000, 1, 2, 3, 4), 3000)")).isEqualTo("4000: 2 3 4");
        assertThat(bars("m.newest(bars(3000, 1, 2, 3, 4), 2500)")).isEqualTo("4000: 2 3 4");
        assertThat(bars("m.newest(bars(3000, 1, 2), 9000)")).isEqualTo("3000: 1 2");
        assertThat(tailrace.inModule("time/bars.js", """
                        (m) => {
                          let held = m.barsOf({interval_ms: 1000, buckets: [{start: '1970-01-01T00:00:00Z', by_level: {}}]});
                          for (let second = 1; second < 1000; second++) {
                            held = m.newest(m.merged(held, {...held, start: second * 1000, counts: [[0, 0, 1, 0, 0, 0]]}), 1e9);
                          }
                          return `${held.start} ${held.counts.length} ${m.total(m.levelTotals(held))}`;
                        }
                        """)).isEqualTo("880000 120 120");
    }

    /** Bars of a second each that count only infos: "start: counts". */
    private static String bars(String expression) {
        return text("time/bars.js", """
                (m) => {
                  const bars = (start, ...counts) => ({interval: 1000, start, counts: counts.map((count) => [0, 0, count, 0, 0, 0])});
                  const made = %s;
                  return made === null ? 'none' : `${made.start}: ${made.counts.map((bar) => bar[2]).join(' ')}`;
                }
                """.formatted(expression));
    }

    @Test
    void aLevelIsAsHighInABarAsItsShareOfTheEntries() {
        assertThat(heights("[0, 0, 9999, 0, 1, 0], 60")).isEqualTo("0 0 60 0 0 0");
        assertThat(heights("[0, 0, 6, 3, 0, 1], 60")).isEqualTo("0 0 36 18 0 6");
        assertThat(heights("[1, 1, 1, 1, 1, 1], 12")).isEqualTo("2 2 2 2 2 2");
        assertThat(heights("[0, 0, 0, 0, 0, 0], 0")).isEqualTo("0 0 0 0 0 0");
    }

    @Test
    void countsOfALiveViewReachBackToWhatIsInSight() {
        assertThat(text("time/range.js", """
                (m) => [0, 10, 16, 61, 400, 3000, 60 * 24 * 400]
                  .map((minutes) => m.backToSee({ kind: 'live' }, 1e12 - minutes * 60_000, 1e12)).join(' ')
                """)).isEqualTo("  1h 6h 24h 7d 3650d");
        assertThat(text("time/range.js", "(m) => m.backToSee({ kind: 'last', back: '5m' }, 0, 1e12)"))
                .isEqualTo("null");
        assertThat(text("time/range.js", "(m) => m.backToSee({ kind: 'live' }, null, 1e12)"))
                .isEqualTo("null");
    }

    private static String heights(String of) {
        return text("time/bar-chart.js", "(m) => m.heightsOf(" + of + ").map(Math.round).join(' ')");
    }

    private static String text(String module, String function) {
        return String.valueOf(tailrace.inModule(module, function));
    }
}
