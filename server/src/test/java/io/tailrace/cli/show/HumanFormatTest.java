package io.tailrace.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class HumanFormatTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);
    private static final String FULL = """
            {"id":42,"timestamp":"2026-11-22T10:30:00.123456Z","created_at":"2026-11-22T10:30:00.2Z","service":"portal",
            "level":"warn","message":"Slow answer","tags":["http","slow"],
            "metadata":{"status":200,"agent":"curl 8","request":{"path":"/a=b","ok":true},"empty":"","list":[1,{"a":2},[3]]},
            "user_id":7,"trace_id":"t1"}""";

    private final HumanFormat plain = new HumanFormat(new Palette(false), ZoneOffset.UTC, NOON);

    @Test
    void anEntryIsOneLine() {
        assertThat(plain.lines(FULL))
                .isEqualTo("10:30:00.123 WARN  portal Slow answer  tags=http,slow status=200 agent=\"curl 8\""
                        + " request.path=\"/a=b\" request.ok=true empty=\"\" list=1,{…},[…] user_id=7 trace_id=t1\n");
    }

    @Test
    void timesAreThoseOfTheZone() {
        HumanFormat berlin = new HumanFormat(new Palette(false), ZoneId.of("Europe/Berlin"), NOON);

        assertThat(berlin.lines(FULL)).startsWith("11:30:00.123 ");
    }

    @Test
    void anotherDayIsNamed() {
        assertThat(plain.lines(entry("2026-11-21T23:59:59.999Z", "info", "x")))
                .isEqualTo("2026-11-21 23:59:59.999 INFO  s x\n");
    }

    @Test
    void furtherLinesOfAMessageAreIndentedBelowIt() {
        assertThat(plain.lines(entry("2026-11-22T10:30:00Z", "error", "first\\r\\n  at x\\n\\nlast\\n")))
                .isEqualTo("10:30:00.000 ERROR s first\n      at x\n    \n    last\n");
    }

    @Test
    void coloursAreOurOwnAndNeverTheLogs() {
        HumanFormat coloured = new HumanFormat(new Palette(true), ZoneOffset.UTC, NOON);

        String shown = coloured.lines(entry("2026-11-22T10:30:00Z", "error", "\\u001b[2Jgone\\u0007"));
        assertThat(shown)
                .contains("\u001b[1;31mERROR\u001b[0m", "\\x1b[2Jgone\\x07")
                .doesNotContain("\u001b[2J", "\u0007");
    }

    @Test
    void evenWhatIsNoEntryIsShownHarmless() {
        assertThat(plain.lines("{\"broken\u001b")).isEqualTo("{\"broken\\x1b\n");
        assertThat(plain.lines(entry("yesterday\\u001b", "odd\\nlevel", "x")))
                .isEqualTo("yesterday\\x1b ODD\\NLEVEL s x\n");
    }

    private static String entry(String timestamp, String level, String message) {
        return "{\"id\":1,\"timestamp\":\"" + timestamp + "\",\"service\":\"s\",\"level\":\"" + level
                + "\",\"message\":\"" + message + "\",\"tags\":[],\"metadata\":{}}";
    }
}
