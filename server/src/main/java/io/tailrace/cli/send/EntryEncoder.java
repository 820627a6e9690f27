package io.tailrace.cli.send;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a line becomes an entry: a JSON object is one, with what it lacks put in front of its own fields and nothing else
 * touched; any other line is the message of one.
 *
 * <p>Bytes that are not UTF-8 become U+FFFD. Owned by one thread.
 */
final class EntryEncoder {

    /** What a line came to. */
    enum Outcome {
        /** The entry is in {@link #entry}. */
        ENTRY,
        /** A line of white space, which is no entry. */
        BLANK,
        /** Not a JSON object, and there is no service to send it under. */
        NEEDS_SERVICE
    }

    private static final JsonStringEncoder STRINGS = JsonStringEncoder.getInstance();
    private static final byte[] OPEN = utf8("{");
    private static final byte[] MESSAGE = utf8("\"message\":\"");
    private static final byte[] CLOSE = utf8("\"}");
    /** How much of an object is read for a guess at its level. */
    private static final int GUESSED_FROM = 512;

    private final Optional<byte[]> service;
    private final Optional<String> level;
    private final byte[] tags;
    private final EntryBuffer entry = new EntryBuffer();

    /** {@code service} and {@code level} are for lines that have none, {@code tags} for all. */
    EntryEncoder(Optional<String> service, Optional<String> level, List<String> tags) {
        this.service = service.map(name -> utf8("\"service\":" + quoted(name) + ","));
        this.level = level;
        this.tags = utf8(tags.stream().map(EntryEncoder::quoted).collect(Collectors.joining(",")));
    }

    Outcome encode(byte[] line, int start, int length) {
        entry.clear();
        Optional<JsonObjectLine> object = JsonObjectLine.of(line, start, length);
        if (object.isPresent()) {
            complete(object.get(), line, start + length);
            return Outcome.ENTRY;
        }
        String text = new String(line, start, length, StandardCharsets.UTF_8);
        if (text.isBlank()) {
            return Outcome.BLANK;
        }
        if (service.isEmpty()) {
            return Outcome.NEEDS_SERVICE;
        }
        entry.put(OPEN);
        putHead(text, true, true);
        if (tags.length > 0) {
            putTags();
        }
        entry.put(MESSAGE);
        entry.put(STRINGS.quoteAsUTF8(text));
        entry.put(CLOSE);
        return Outcome.ENTRY;
    }

    /** What {@link #encode} made, until its next call. */
    EntryBuffer entry() {
        return entry;
    }

    private void complete(JsonObjectLine object, byte[] line, int end) {
        int rest = object.open() + 1;
        entry.put(line, object.open(), rest);
        int before = entry.length();
        int shown = object.hasLevel() ? 0 : Math.min(end - rest, GUESSED_FROM);
        String text = new String(line, rest, shown, StandardCharsets.UTF_8);
        putHead(text, !object.hasService(), !object.hasLevel());
        if (tags.length > 0 && !object.hasTags()) {
            putTags();
        }
        if (object.empty() && entry.length() > before) {
            entry.dropLast();
        }
        if (tags.length > 0 && object.tagList().isPresent()) {
            int intoTags = object.tagList().get() + 1;
            entry.put(line, rest, intoTags);
            entry.put(tags);
            entry.put(utf8(object.tagListEmpty() ? "" : ","));
            rest = intoTags;
        }
        entry.put(line, rest, end);
    }

    private void putHead(String text, boolean lacksService, boolean lacksLevel) {
        if (lacksService) {
            service.ifPresent(entry::put);
        }
        if (lacksLevel) {
            entry.put(utf8("\"level\":" + quoted(level.orElseGet(() -> LevelGuess.of(text))) + ","));
        }
    }

    private void putTags() {
        entry.put(utf8("\"tags\":["));
        entry.put(tags);
        entry.put(utf8("],"));
    }

    private static String quoted(String text) {
        return "\"" + new String(STRINGS.quoteAsString(text)) + "\"";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
