package io.tailrace.cli.history;

import io.tailrace.cli.show.Harmless;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines for a person, in columns that stand under each other. Belongs to the command's thread. */
final class Table {

    private static final int BAR = 30;
    private static final int LONGEST_NAME = 40;

    private final List<String> lines = new ArrayList<>();

    void line(String text) {
        lines.add(text);
    }

    /** A name and what it is. */
    void fact(String name, String value) {
        lines.add(String.format(Locale.ROOT, "%-18s %s", name, value));
    }

    /** How often each of some values occurs, with its share of all of them. */
    void counts(Map<String, Long> counts, long total) {
        int names = counts.keySet().stream()
                .mapToInt(name -> Math.min(LONGEST_NAME, Harmless.line(name).length()))
                .max()
                .orElse(0);
        int numbers = counts.values().stream()
                .mapToInt(count -> number(count).length())
                .max()
                .orElse(0);
        long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(1);
        counts.forEach((name, count) -> lines.add(String.format(
                        Locale.ROOT,
                        "  %-" + Math.max(1, names) + "s  %" + numbers + "s  %5.1f%%  %s",
                        Harmless.line(name),
                        number(count),
                        100.0 * count / Math.max(1, total),
                        "█".repeat((int) Math.ceilDiv(BAR * count, Math.max(1, most))))
                .stripTrailing()));
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A size in the unit that a person would use. */
    static String size(long bytes) {
        double value = (double) bytes;
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
