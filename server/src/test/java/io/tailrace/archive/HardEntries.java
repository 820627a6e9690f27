package io.tailrace.archive;

import io.tailrace.entry.JsonBuffer;
import io.tailrace.entry.Utf8;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Entries that senders really do send, and filters that often match them: every kind of character, number and nesting. The
 * same seed gives the same again.
 */
final class HardEntries {

    /** Pieces in which stores, folding and escaping go wrong. */
    private static final List<String> PIECES = List.of(
            "Signed",
            "SIGNED in",
            "a",
            "A",
            "%",
            "_",
            "*",
            "\\",
            "\"",
            "'",
            "''; --",
            "\u0000",
            "\u0001",
            "\n",
            "\t",
            "\r",
            "\u007f",
            "\u0085",
            "\u2028",
            "\ufeff",
            "\ufffd",
            "\uffff",
            "é",
            "e\u0301",
            "É",
            "ß",
            "ẞ",
            "İ",
            "ı",
            "I",
            "i",
            "Σ",
            "σ",
            "ς",
            "\u212a",
            "k",
            "K",
            "Å",
            "\u212b",
            "å",
            "ǅ",
            "Ǆ",
            "ǆ",
            "ﬀ",
            "Ա",
            "ա",
            "Ა",
            "ა",
            "Ꭰ",
            "ꭰ",
            "Ж",
            "ж",
            "日本",
            "😀",
            "👩‍👩‍👧",
            "𝒳",
            "𐐀",
            "𐐨",
            "{}",
            "[]",
            "null",
            "1",
            " ",
            "$1",
            "?",
            "/",
            "\u001b[1m",
            "\u001b[0;31m",
            "\u001b[38:5:1m",
            "\u001b[",
            "m",
            "42",
            " 42 ms",
            "a8f3k2",
            "7f3a9c1",
            "10:30:15",
            "10.0.0.1",
            "0b7c8e9a-1f2d-4c3b-8a9d-0e1f2a3b4c5d");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-0.0",
            "1",
            "500",
            "1.10",
            "1e3",
            "1E+400",
            "-1.5e-7",
            "2.0",
            "2e0",
            "0.5e3",
            "1" + "0".repeat(102),
            "9007199254740993",
            "123456789012345678901234567890.12345678901234567890",
            "18446744073709551616");

    private static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error", "fatal");

    private static final List<String> TIMESTAMPS = List.of(
            "\"0001-01-01T00:00:00Z\"",
            "\"1969-12-31T23:59:59.999999Z\"",
            "\"2026-11-22T10:30:00.123456Z\"",
            "\"9999-12-31T23:59:59.999999Z\"");

    private static final List<String> USER_IDS =
            List.of("0", "7", "-7", Long.toString(Long.MIN_VALUE), Long.toString(Long.MAX_VALUE));

    private final Random random;

    HardEntries(long seed) {
        random = new Random(seed);
    }

    /** So many entries as senders give them. */
    List<String> entries(int count) {
        return Stream.generate(this::entry).limit(count).toList();
    }

    private String entry() {
        String tags = some(0, 4, () -> quoted(text(3)));
        return "{\"service\":" + quoted(text(2)) + ",\"level\":\"" + one(LEVELS) + "\",\"message\":" + quoted(text(8))
                + ",\"tags\":[" + tags + "],\"metadata\":" + object(3) + optional("timestamp", () -> one(TIMESTAMPS))
                + optional("user_id", () -> one(USER_IDS)) + optional("trace_id", () -> quoted(maybeEmpty()))
                + optional("span_id", () -> quoted(maybeEmpty())) + "}";
    }

    private String optional(String key, Supplier<String> value) {
        return random.nextBoolean() ? "" : ",\"" + key + "\":" + value.get();
    }

    private String maybeEmpty() {
        return random.nextInt(4) == 0 ? "" : text(2);
    }

    /** Any JSON value. */
    private String json(int depth) {
        return switch (random.nextInt(depth == 0 ? 3 : 5)) {
            case 0 -> one(NUMBERS);
            case 1 -> one(List.of("true", "false", "null", "\"\""));
            case 2 -> quoted(text(3));
            case 3 -> "[" + some(0, 3, () -> json(depth - 1)) + "]";
            default -> object(depth - 1);
        };
    }

    private String object(int depth) {
        Map<String, String> members = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            members.put(metadataKey(), json(depth));
        }
        return members.entrySet().stream()
                .map(member -> quoted(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** A key as the metadata of the entries often has it. */
    String metadataKey() {
        return random.nextInt(4) == 0 ? maybeEmpty() : one(List.of("a", "A", "n", "m", "n.m", "a.A", "\"", "", "é"));
    }

    /** Keys of a filter with their values, as a client gives them. */
    Map<String, List<String>> filterKeys() {
        Map<String, List<String>> keys = new HashMap<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            switch (random.nextInt(5)) {
                case 0 ->
                    keys.put(
                            one(List.of("service", "tags")),
                            Stream.generate(this::wantedAsStored).limit(2).toList());
                case 1 -> keys.put(one(List.of("search", "search", "trace_id", "span_id")), List.of(wantedAsStored()));
                case 2 -> keys.put("level", List.of(one(LEVELS), one(List.of("crit", "Warning", "", "INFO"))));
                case 3 -> keys.put("min_level", List.of(one(LEVELS)));
                default -> keys.put("user_id", List.of(one(USER_IDS)));
            }
        }
        return keys;
    }

    /** Filter keys take whole characters only. */
    private String wantedAsStored() {
        return Utf8.wellFormed(wanted());
    }

    /** Often a piece of what is stored, in one case or the other; sometimes half of a character. */
    String wanted() {
        return switch (random.nextInt(6)) {
            case 0 -> text(2).toUpperCase(Locale.ROOT);
            case 1 -> text(2).toLowerCase(Locale.ROOT);
            case 2 -> one(List.of("\ud83d", "a\udc00", "7", "all", "", "??"));
            case 3 -> text(2);
            default -> one(PIECES);
        };
    }

    private String text(int maxPieces) {
        return IntStream.rangeClosed(0, random.nextInt(maxPieces))
                .mapToObj(_ -> random.nextInt(7) == 0 ? anyCharacter() : one(PIECES))
                .collect(Collectors.joining());
    }

    private String anyCharacter() {
        int point = random.nextInt(Character.MAX_CODE_POINT + 1);
        boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
        return surrogate ? anyCharacter() : Character.toString(point);
    }

    private String some(int least, int most, Supplier<String> each) {
        return Stream.generate(each)
                .limit(least + random.nextInt(most - least + 1))
                .collect(Collectors.joining(","));
    }

    private String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String quoted(String text) {
        return new JsonBuffer(text.length() + 2).string(text).toString();
    }
}
