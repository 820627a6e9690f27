package io.tailrace.cli.show;

import io.tailrace.cli.show.ShownEntry.Detail;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An entry for a person: {@code 10:30:00.123 ERROR portal  Payment failed  status=500}; further lines of a message are
 * indented below it.
 *
 * <p>An entry of another day than today shows its date. Whatever the log contains, it cannot control the terminal.
 */
final class HumanFormat implements EntryOutput.Format {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);
    private static final Pattern LINE_BREAK = Pattern.compile("\r\n|[\n\r]");
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[\\s\"=]|^$");
    private static final String INDENT = "    ";

    private final Palette palette;
    private final ZoneId zone;
    private final Clock clock;

    HumanFormat(Palette palette, ZoneId zone, Clock clock) {
        this.palette = palette;
        this.zone = zone;
        this.clock = clock;
    }

    @Override
    public String lines(String json) {
        try {
            return lines(ShownEntry.parse(json));
        } catch (IOException e) {
            return Harmless.line(json) + "\n";
        }
    }

    private String lines(ShownEntry entry) {
        String[] message = LINE_BREAK.split(entry.message().stripTrailing(), -1);
        StringBuilder line = new StringBuilder(160);
        line.append(palette.faint(time(entry.timestamp()))).append(' ');
        line.append(palette.level(entry.level(), paddedLevel(entry.level()))).append(' ');
        line.append(palette.service(Harmless.line(entry.service()))).append(' ');
        line.append(Harmless.line(message[0]));
        String separator = "  ";
        for (Detail detail : entry.details()) {
            line.append(separator).append(palette.name(Harmless.line(detail.name()) + "="));
            line.append(value(detail.value()));
            separator = " ";
        }
        line.append('\n');
        for (int i = 1; i < message.length; i++) {
            line.append(INDENT).append(Harmless.line(message[i])).append('\n');
        }
        return line.toString();
    }

    private static String paddedLevel(String level) {
        return String.format(Locale.ROOT, "%-5s", Harmless.line(level).toUpperCase(Locale.ROOT));
    }

    private static String value(String value) {
        String quoted = NEEDS_QUOTES.matcher(value).find() ? '"' + value.replace("\"", "\\\"") + '"' : value;
        return Harmless.line(quoted);
    }

    private String time(String timestamp) {
        try {
            ZonedDateTime time = Instant.parse(timestamp).atZone(zone);
            boolean today = time.toLocalDate().equals(LocalDate.now(clock.withZone(zone)));
            return (today ? TIME : DAY_AND_TIME).format(time);
        } catch (DateTimeParseException e) {
            return Harmless.line(timestamp);
        }
    }
}
