package io.tailrace.cli.send;

import java.util.Locale;
import java.util.Optional;

/**
 * The level that a line of text speaks of, by the first word that is written as levels are written: {@code ERROR},
 * {@code [error]}, {@code error:}, {@code level=error}, {@code <3>}, {@code E:}; else {@code info}.
 *
 * <p>A word in the middle of a sentence does not count. Looks at the beginning of the line only, in one pass, without a
 * regular expression. Stateless.
 */
final class LevelGuess {

    /** What is not said by here is not said in a prefix. */
    private static final int LOOKED_AT = 256;

    private static final int LONGEST_WORD = 11;
    private static final String INFO = "info";
    private static final char START = '\n';

    private LevelGuess() {}

    /** One of the wire's levels. */
    static String of(String line) {
        String text = line.length() > LOOKED_AT ? line.substring(0, LOOKED_AT) : line;
        return ofFirstCharacters(text)
                .or(() -> ofFirstLevelWord(text))
                .or(() -> ofCrash(text))
                .orElse(INFO);
    }

    /** Forms that are only told apart at the very beginning of a line. */
    private static Optional<String> ofFirstCharacters(String text) {
        if (text.length() > 3 && text.charAt(0) == '<') {
            return ofSyslogPriority(text);
        }
        boolean apt = text.length() > 2 && text.charAt(1) == ':' && text.charAt(2) == ' ';
        boolean klog = text.length() > 5 && areDigits(text, 1, 5) && text.charAt(5) == ' ';
        if (!apt && !klog) {
            return Optional.empty();
        }
        return switch (text.charAt(0)) {
            case 'D' -> Optional.of("debug");
            case 'I', 'N' -> Optional.of(INFO);
            case 'W' -> Optional.of("warn");
            case 'E' -> Optional.of("error");
            case 'F' -> Optional.of("fatal");
            default -> Optional.empty();
        };
    }

    /** {@code <priority>} as of RFC 5424: the severity is its lowest three bits. */
    private static Optional<String> ofSyslogPriority(String text) {
        int close = text.indexOf('>');
        if (close < 2 || close > 4 || !areDigits(text, 1, close)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (Integer.parseInt(text, 1, close, 10) & 7) {
                    case 0, 1, 2 -> "fatal";
                    case 3 -> "error";
                    case 4 -> "warn";
                    case 7 -> "debug";
                    default -> INFO;
                });
    }

    private static boolean areDigits(String text, int from, int to) {
        return text.substring(from, to).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Optional<String> ofFirstLevelWord(String text) {
        char before = START;
        char beforeThat = START;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\u001b') {
                i = afterColour(text, i);
                continue;
            }
            if (!isLetter(c)) {
                beforeThat = before;
                before = c;
                i++;
                continue;
            }
            int end = endOfWord(text, i);
            Optional<String> level = ofWord(text, i, end, before, beforeThat);
            if (level.isPresent()) {
                return level;
            }
            before = text.charAt(end - 1);
            beforeThat = before;
            i = end;
        }
        return Optional.empty();
    }

    private static Optional<String> ofWord(String text, int start, int end, char before, char beforeThat) {
        if (end - start > LONGEST_WORD) {
            return Optional.empty();
        }
        String word = text.substring(start, end);
        if (isLevelKey(word)) {
            return ofValueAfter(text, end);
        }
        if (!isOneOf(before, "\n \t[(<|:=\"',;{")) {
            return Optional.empty();
        }
        char after = following(text, end);
        boolean shouted = word.length() > 2
                && word.equals(word.toUpperCase(Locale.ROOT))
                && isOneOf(after, "\n \t])>|:\"',;}/-!");
        if (shouted) {
            return shoutedLevel(word);
        }
        boolean bracketed = (before == '[' && isOneOf(after, "] "))
                || (before == '<' && after == '>')
                || (before == '(' && after == ')')
                || (before == ':' && after == ']');
        boolean leads = before == START || (before == ' ' && beforeThat == ':');
        boolean announced = after == ':' || (leads && isSevere(word) && after == ' ');
        return bracketed || announced ? level(word) : Optional.empty();
    }

    /** The value in {@code level=warn}, {@code "level": "warn"} and the like. */
    private static Optional<String> ofValueAfter(String text, int end) {
        int i = end;
        boolean assigned = false;
        while (i < text.length() && isOneOf(text.charAt(i), "=:\"' ")) {
            assigned |= isOneOf(text.charAt(i), "=:");
            i++;
        }
        boolean hasWord = assigned && i < text.length() && isLetter(text.charAt(i));
        return hasWord ? level(text.substring(i, endOfWord(text, i))) : Optional.empty();
    }

    /** What crashing programs print without naming a level. */
    private static Optional<String> ofCrash(String text) {
        boolean crash = text.startsWith("Traceback (most recent call last)")
                || text.startsWith("Exception in thread ")
                || text.startsWith("Caused by: ");
        return crash ? Optional.of("error") : Optional.empty();
    }

    private static boolean isLevelKey(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "level", "lvl", "severity", "loglevel", "levelname" -> true;
            default -> false;
        };
    }

    private static boolean isSevere(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "error", "warning", "fatal" -> true;
            default -> false;
        };
    }

    /** In capitals there are more names, for nobody shouts them in a sentence. */
    private static Optional<String> shoutedLevel(String word) {
        return switch (word) {
            case "FINEST", "FINER" -> Optional.of("trace");
            case "FINE", "CONFIG" -> Optional.of("debug");
            default -> level(word);
        };
    }

    private static Optional<String> level(String word) {
        return Optional.ofNullable(
                switch (word.toLowerCase(Locale.ROOT)) {
                    case "trace", "trc", "trce" -> "trace";
                    case "debug", "dbg", "dbug", "verbose", "vrb" -> "debug";
                    case "info", "inf", "information", "notice", "note" -> INFO;
                    case "warn", "warning", "wrn" -> "warn";
                    case "error", "err", "severe", "fail" -> "error";
                    case "fatal", "ftl", "critical", "crit", "alert", "emerg", "emergency", "panic" -> "fatal";
                    default -> null;
                });
    }

    /** Programs colour their levels: {@code ESC [ 3 1 m} is no text. */
    private static int afterColour(String text, int escape) {
        int i = escape + 1;
        while (i < text.length() && !isLetter(text.charAt(i))) {
            i++;
        }
        return i + 1;
    }

    private static char following(String text, int end) {
        int i = end;
        while (i < text.length() && text.charAt(i) == '\u001b') {
            i = afterColour(text, i);
        }
        return i < text.length() ? text.charAt(i) : START;
    }

    private static int endOfWord(String text, int start) {
        int end = start;
        while (end < text.length() && isLetter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isOneOf(char c, String characters) {
        return characters.indexOf(c) >= 0;
    }
}
