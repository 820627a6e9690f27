package io.tailrace.entry;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How people write times in requests: a duration like {@code 15m}, or a time of day and year as {@link Rfc3339}. */
public final class TimeText {

    /** What a duration is, as a person reads it in an error. */
    public static final String DURATION_RULE = "a duration like 15m (ms, s, m, h or d)";

    /** What a moment is, as a person reads it in an error. */
    public static final String MOMENT_RULE = DURATION_RULE + " or an RFC 3339 time";

    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

    private TimeText() {}

    /** Reads a duration, in microseconds; what does not fit is the longest there is. Empty if it is none. */
    public static OptionalLong duration(String text) {
        Matcher duration = DURATION.matcher(text);
        if (!duration.matches()) {
            return OptionalLong.empty();
        }
        long amount = Long.parseLong(duration.group(1));
        long unit = microsIn(duration.group(2));
        return OptionalLong.of(amount > Long.MAX_VALUE / unit ? Long.MAX_VALUE : amount * unit);
    }

    /**
     * Reads a time, or a duration as the time so long ago, in microseconds. A duration beyond 1970 is 1970. Empty if it is
     * neither.
     *
     * @param now in microseconds
     */
    public static OptionalLong moment(String text, long now) {
        OptionalLong duration = duration(text);
        if (duration.isPresent()) {
            return OptionalLong.of(Math.max(0, now - duration.getAsLong()));
        }
        // In a URL a plus sign that was not escaped arrives as a space.
        return Rfc3339.parse(text.replace(' ', '+'));
    }

    /** Writes a duration of whole milliseconds in the largest unit of which it is a whole number. */
    public static String duration(long micros) {
        String unit = Stream.of("d", "h", "m", "s")
                .filter(longer -> micros % microsIn(longer) == 0)
                .findFirst()
                .orElse("ms");
        return micros / microsIn(unit) + unit;
    }

    private static long microsIn(String unit) {
        return switch (unit) {
            case "ms" -> 1_000L;
            case "s" -> 1_000_000L;
            case "m" -> 60_000_000L;
            case "h" -> 3_600_000_000L;
            default -> 86_400_000_000L;
        };
    }
}
