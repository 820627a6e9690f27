package io.tailrace.entry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class Rfc3339Test {

    private static final long FIRST = micros("0001-01-01T00:00:00Z");
    private static final long LAST = micros("9999-12-31T23:59:59.999999Z");

    @Property(tries = 1000)
    void aTimeIsReadBackAsItWas(
            @ForAll @LongRange(min = -62_135_596_800_000_000L, max = 253_402_300_799_999_999L) long time) {
        String text = Rfc3339.format(time);

        assertThat(text).hasSize(Rfc3339.LENGTH);
        assertThat(Rfc3339.parse(text)).hasValue(time);
        assertThat(Rfc3339.read(text.getBytes(US_ASCII), 0)).isEqualTo(time);
        assertThat(micros(text)).isEqualTo(time);
    }

    @Test
    void everyDayOfAllCenturiesIsReadBackAsItWas() {
        long firstDay = FIRST / 86_400_000_000L;
        long lastDay = LAST / 86_400_000_000L;
        assertThat(LongStream.rangeClosed(firstDay, lastDay)
                        .map(day -> day * 86_400_000_000L)
                        .filter(time -> Rfc3339.read(Rfc3339.format(time).getBytes(US_ASCII), 0) != time))
                .isEmpty();
    }

    @Property(tries = 1000)
    void aTimeOfAnyZoneIsReadAsTheJdkReadsIt(
            @ForAll LocalDateTime local, @ForAll @IntRange(min = -1079, max = 1079) int offsetMinutes) {
        String text = OffsetDateTime.of(local, ZoneOffset.ofTotalSeconds(offsetMinutes * 60))
                .toString();
        // The JDK leaves out seconds that are zero; RFC 3339 does not.
        String whole = text.charAt(16) == ':' ? text : text.substring(0, 16) + ":00" + text.substring(16);

        long expected = micros(text);
        assertThat(Rfc3339.parse(whole))
                .isEqualTo(expected < FIRST || expected > LAST ? OptionalLong.empty() : OptionalLong.of(expected));
    }

    @Property(tries = 1000)
    void noTextIsMoreThanNoTime(@ForAll String text, @ForAll @IntRange(max = 26) int place) {
        assertThat(Rfc3339.parse(text)).isEmpty();
        String time = "2026-11-22T10:30:00.123456Z";
        String replacement = text.isEmpty() ? "" : text.substring(0, 1);
        Rfc3339.parse(time.substring(0, place) + replacement + time.substring(place + 1));
        Rfc3339.parse(time.substring(0, place));
    }

    @Test
    void theFirstAndTheLastTimeCanBeWritten() {
        assertThat(Rfc3339.format(FIRST)).isEqualTo("0001-01-01T00:00:00.000000Z");
        assertThat(Rfc3339.format(LAST)).isEqualTo("9999-12-31T23:59:59.999999Z");
        assertThat(Rfc3339.isWritable(FIRST)).isTrue();
        assertThat(Rfc3339.isWritable(LAST)).isTrue();
        assertThat(Rfc3339.isWritable(FIRST - 1)).isFalse();
        assertThat(Rfc3339.isWritable(LAST + 1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000-12-31T23:59:59Z",
                "0001-01-01T00:00:00+00:01",
                "9999-12-31T23:59:59-00:01",
                "2026-13-01T00:00:00Z",
                "2026-00-01T00:00:00Z",
                "2026-01-00T00:00:00Z",
                "2026-01-32T00:00:00Z",
                "2025-02-29T00:00:00Z",
                "2026-01-01T24:00:00Z",
                "2026-01-01T00:60:00Z",
                "2026-01-01T00:00:61Z",
                "2026-01-01T00:00:00+24:00",
                "2026-01-01T00:00:00+01:60",
                "2026-01-01T00:00:00+0100",
                "2026-01-01T00:00:00+01",
                "2026-01-01T00:00:00",
                "2026-01-01T00:00:00ZZ",
                "2026-01-01T00:00:00.Z",
                "2026-01-01T00:00:00.1",
                "+2026-01-01T00:00:00Z",
                "2026-1-01T00:00:00Z",
                "2026-01-01X00:00:00Z",
                "-026-01-01T00:00:00Z",
                "２026-01-01T00:00:00Z"
            })
    void whatIsNoTimeIsNotRead(String text) {
        assertThat(Rfc3339.parse(text)).isEmpty();
    }

    @Test
    void aLeapSecondIsTheFirstOfTheNextMinute() {
        assertThat(Rfc3339.parse("2016-12-31T23:59:60Z")).hasValue(micros("2017-01-01T00:00:00Z"));
    }

    @Property(tries = 500)
    void aWholeNumberIsExactInEveryUnit(
            @ForAll @LongRange(min = 100_000_000_000_000L, max = 9_000_000_000_000_000L) long micros) {
        assertThat(Rfc3339.fromNumber(Long.toString(micros))).hasValue(micros);
        assertThat(Rfc3339.fromNumber(Long.toString(micros * 1000 + 999))).hasValue(micros);
        assertThat(Rfc3339.fromNumber(Long.toString(-micros))).hasValue(-micros);
        assertThat(Rfc3339.fromNumber(Long.toString(micros / 1000))).hasValue(unit(micros / 1000));
    }

    @ParameterizedTest
    @CsvSource({
        "99999999999, 99999999999000000",
        "100000000000, 100000000000000",
        "99999999999999, 99999999999999000",
        "100000000000000, 100000000000000",
        "99999999999999999, 99999999999999999",
        "100000000000000000, 100000000000000",
        "1795343400.123456, 1795343400123456",
        "1795343400123.456, 1795343400123456",
        "1.795343400123456e18, 1795343400123456",
        "0, 0",
        "-0.5, -500000"
    })
    void theSizeTellsTheUnit(String number, long micros) {
        assertThat(Rfc3339.fromNumber(number)).hasValue(micros);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e300", "-1e300", "1e999", "9e21", "99999999999999999999999999999999"})
    void aNumberOutsideOfTheCalendarIsNoTime(String number) {
        assertThat(Rfc3339.fromNumber(number)).isEmpty();
    }

    /** The documented rule, said again. */
    private static long unit(long number) {
        if (number < 100_000_000_000L) {
            return number * 1_000_000;
        }
        return number < 100_000_000_000_000L ? number * 1000 : number;
    }

    private static long micros(String text) {
        return ChronoUnit.MICROS.between(
                Instant.EPOCH, OffsetDateTime.parse(text).toInstant());
    }
}
