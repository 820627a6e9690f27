package io.tailrace.entry;

import java.util.Locale;
import java.util.Optional;

/** How serious an entry is, least first. */
public enum Level {
    TRACE(0),
    DEBUG(1),
    INFO(2),
    WARN(3),
    ERROR(4),
    FATAL(5);

    /** The six names as a person reads them in an error: {@code trace, debug, …}. */
    public static final String NAMES = "trace, debug, info, warn, error, fatal";

    private static final Level[] BY_SEVERITY = values();

    private final int severity;
    private final String text = name().toLowerCase(Locale.ROOT);

    Level(int severity) {
        this.severity = severity;
    }

    /** From 0 for trace to 5 for fatal. */
    public int severity() {
        return severity;
    }

    /** The name on the wire, in lower case. */
    public String text() {
        return text;
    }

    public static Level ofSeverity(int severity) {
        return BY_SEVERITY[severity];
    }

    /** Reads a level in any case, with the spellings that other systems use; empty if it is none of them. */
    public static Optional<Level> parse(String text) {
        for (Level level : BY_SEVERITY) {
            if (level.text.equals(text)) {
                return Optional.of(level);
            }
        }
        return Optional.ofNullable(
                switch (text.toLowerCase(Locale.ROOT)) {
                    case "trace" -> TRACE;
                    case "debug", "verbose" -> DEBUG;
                    case "info", "information", "notice" -> INFO;
                    case "warn", "warning" -> WARN;
                    case "error", "err", "severe" -> ERROR;
                    case "fatal", "critical", "crit", "alert", "emerg", "emergency", "panic" -> FATAL;
                    default -> null;
                });
    }
}
