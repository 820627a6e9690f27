package io.tailrace.entry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads entries as senders give them, checks every rule, and writes each good one as a draft. It goes from token to
 * bytes; no entry object exists in between. Owned by one thread; reusable.
 */
public final class EntryParser {

    private final JsonFactory json;
    private final EntryLimits limits;
    private final MetadataWriter metadata = new MetadataWriter();
    private final JsonBuffer service = new JsonBuffer(128);
    private final JsonBuffer message = new JsonBuffer(512);
    private final JsonBuffer tags = new JsonBuffer(128);
    private final JsonBuffer traceId = new JsonBuffer(80);
    private final JsonBuffer spanId = new JsonBuffer(80);

    private @Nullable String inheritedProject;
    private int seen;
    private boolean plainMessage;
    private @Nullable Level level;
    private long timestamp;
    private @Nullable Long userId;

    /** The keys that may be given once, as bits of {@link #seen}; an alias counts as the key it stands for. */
    private static final int SERVICE = 1;

    private static final int LEVEL = 1 << 1;
    private static final int MESSAGE = 1 << 2;
    private static final int TIMESTAMP = 1 << 3;
    private static final int TAGS = 1 << 4;
    private static final int METADATA = 1 << 5;
    private static final int USER_ID = 1 << 6;
    private static final int TRACE_ID = 1 << 7;
    private static final int SPAN_ID = 1 << 8;

    public EntryParser(JsonFactory json, EntryLimits limits) {
        this.json = json;
        this.limits = limits;
    }

    /** Gives every entry from here on this {@code project} in its metadata, unless it has one. */
    public void inheritProject(@Nullable String project) {
        inheritedProject = project;
    }

    /**
     * Reads the entry on whose first token the parser stands, to its end.
     *
     * @return the rule that the entry breaks, in words; empty if it is good and was added to the drafts
     * @throws IOException if the text is not JSON; nothing was added then
     */
    public Optional<String> parse(JsonParser source, Drafts drafts) throws IOException {
        if (source.currentToken() != JsonToken.START_OBJECT) {
            source.skipChildren();
            return Optional.of("an entry must be a JSON object");
        }
        int depth = source.getParsingContext().getNestingDepth();
        int rollback = drafts.bodies().size();
        try {
            reset();
            while (source.nextToken() != JsonToken.END_OBJECT) {
                String key = source.currentName();
                source.nextToken();
                field(key, source);
            }
            write(drafts, rollback);
            return Optional.empty();
        } catch (InvalidEntryException broken) {
            drafts.bodies().truncate(rollback);
            skipToEnd(source, depth);
            return Optional.ofNullable(broken.getMessage());
        }
    }

    private static void skipToEnd(JsonParser source, int depth) throws IOException {
        while (source.getParsingContext().getNestingDepth() >= depth) {
            if (source.nextToken() == null) {
                return;
            }
        }
    }

    private void reset() {
        metadata.clear();
        service.truncate(0);
        message.truncate(0);
        tags.truncate(0);
        seen = 0;
        level = null;
        timestamp = Drafts.NO_TIMESTAMP;
        userId = null;
        traceId.truncate(0);
        spanId.truncate(0);
    }

    private void field(String key, JsonParser source) throws IOException, InvalidEntryException {
        switch (key) {
            case "service", "service_name" -> service(key, source);
            case "level" -> level(source);
            case "message" -> message(source);
            case "timestamp" -> timestamp(source);
            case "tags" -> tags(source);
            case "metadata", "context" -> {
                if (isGiven(METADATA, "metadata", key, source)) {
                    metadata.metadata(source, json);
                }
            }
            case "user_id" -> userId(source);
            case "trace_id" -> trace(TRACE_ID, key, traceId, source);
            case "span_id" -> trace(SPAN_ID, key, spanId, source);
            case "id", "created_at" -> source.skipChildren();
            default -> metadata.extra(key, source);
        }
    }

    /** Whether there is a value: null counts as not given. A second value breaks the rule. */
    private boolean isGiven(int bit, String name, String key, JsonParser source) throws InvalidEntryException {
        if (source.currentToken() == JsonToken.VALUE_NULL) {
            return false;
        }
        if ((seen & bit) != 0) {
            String how = name.equals(key) ? "" : " (" + key + " is another name for it)";
            throw new InvalidEntryException(name + " is given twice" + how);
        }
        seen |= bit;
        return true;
    }

    private boolean isGiven(int bit, String name, JsonParser source) throws InvalidEntryException {
        return isGiven(bit, name, name, source);
    }

    private void service(String key, JsonParser source) throws IOException, InvalidEntryException {
        if (isGiven(SERVICE, "service", key, source)) {
            requireString("service", source);
            char[] text = source.getTextCharacters();
            int from = source.getTextOffset();
            int length = source.getTextLength();
            if (isLonger(text, from, length, EntryLimits.MAX_SERVICE)) {
                throw new InvalidEntryException("service is longer than " + EntryLimits.MAX_SERVICE + " characters");
            }
            WholeText.write("service", source, service);
        }
    }

    /** Whether a text has more characters than it may; a pair of surrogates is one. */
    private static boolean isLonger(char[] text, int from, int length, int max) {
        return length > max && Character.codePointCount(text, from, length) > max;
    }

    private void level(JsonParser source) throws IOException, InvalidEntryException {
        if (isGiven(LEVEL, "level", source)) {
            if (source.currentToken() != JsonToken.VALUE_STRING) {
                throw new InvalidEntryException("level must be a string, one of " + Level.NAMES);
            }
            String text = source.getText();
            level = Level.parse(text).orElse(null);
            if (level == null) {
                throw new InvalidEntryException("level \"" + WholeText.shown(text) + "\" is not one of " + Level.NAMES);
            }
        }
    }

    private void message(JsonParser source) throws IOException, InvalidEntryException {
        if (isGiven(MESSAGE, "message", source)) {
            requireString("message", source);
            plainMessage = WholeText.write("message", source, message);
        }
    }

    private void timestamp(JsonParser source) throws IOException, InvalidEntryException {
        if (!isGiven(TIMESTAMP, "timestamp", source)) {
            return;
        }
        OptionalLong micros = switch (source.currentToken()) {
            case VALUE_STRING -> Rfc3339.parse(source.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Rfc3339.fromNumber(source.getText());
            default -> OptionalLong.empty();
        };
        timestamp = micros.orElseThrow(
                () -> new InvalidEntryException("timestamp must be RFC 3339 with a zone, like 2026-11-22T10:30:00Z,"
                        + " or a number in seconds, milliseconds, microseconds or nanoseconds"));
    }

    private void tags(JsonParser source) throws IOException, InvalidEntryException {
        if (!isGiven(TAGS, "tags", source)) {
            return;
        }
        if (source.currentToken() != JsonToken.START_ARRAY) {
            throw new InvalidEntryException("tags must be an array of strings");
        }
        int count = 0;
        while (source.nextToken() != JsonToken.END_ARRAY) {
            if (source.currentToken() != JsonToken.VALUE_STRING) {
                throw new InvalidEntryException("tags must be an array of strings");
            }
            if (++count > EntryLimits.MAX_TAGS) {
                throw new InvalidEntryException("tags has more than " + EntryLimits.MAX_TAGS + " tags");
            }
            char[] text = source.getTextCharacters();
            int from = source.getTextOffset();
            int length = source.getTextLength();
            if (isLonger(text, from, length, EntryLimits.MAX_TAG)) {
                throw new InvalidEntryException("tags has a tag longer than " + EntryLimits.MAX_TAG + " characters");
            }
            if (count > 1) {
                tags.ascii(',');
            }
            WholeText.quoted("tags", source, tags);
        }
    }

    private void userId(JsonParser source) throws IOException, InvalidEntryException {
        if (!isGiven(USER_ID, "user_id", source)) {
            return;
        }
        boolean isLong = source.currentToken() == JsonToken.VALUE_NUMBER_INT
                && source.getTextLength() <= 20
                && source.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        if (!isLong) {
            throw new InvalidEntryException("user_id must be an integer of at most 64 bits");
        }
        userId = source.getLongValue();
    }

    private void trace(int bit, String name, JsonBuffer out, JsonParser source)
            throws IOException, InvalidEntryException {
        if (isGiven(bit, name, source)) {
            requireString(name, source);
            char[] text = source.getTextCharacters();
            int from = source.getTextOffset();
            int length = source.getTextLength();
            if (isLonger(text, from, length, EntryLimits.MAX_TRACE_ID)) {
                throw new InvalidEntryException(name + " is longer than " + EntryLimits.MAX_TRACE_ID + " characters");
            }
            WholeText.quoted(name, source, out);
        }
    }

    private static void requireString(String name, JsonParser source) throws InvalidEntryException {
        if (source.currentToken() != JsonToken.VALUE_STRING) {
            throw new InvalidEntryException(name + " must be a string");
        }
    }

    private void write(Drafts drafts, int start) throws InvalidEntryException {
        Level given = level;
        if (service.size() == 0) {
            throw new InvalidEntryException("service is required");
        }
        if (given == null) {
            throw new InvalidEntryException("level is required; it is one of " + Level.NAMES);
        }
        if (message.size() == 0) {
            throw new InvalidEntryException("message is required");
        }
        if (inheritedProject != null) {
            metadata.inherited("project", inheritedProject);
        }
        JsonBuffer out = drafts.bodies();
        out.raw(EntryLayout.SERVICE)
                .ascii('"')
                .raw(service.array(), 0, service.size())
                .ascii('"');
        drafts.endField(EntryLayout.SERVICE_END);
        out.raw(EntryLayout.LEVEL).ascii(given.text()).raw(EntryLayout.MESSAGE);
        out.ascii('"').raw(message.array(), 0, message.size()).ascii('"');
        drafts.endField(EntryLayout.MESSAGE_END);
        out.raw(EntryLayout.TAGS).ascii('[').raw(tags.array(), 0, tags.size()).ascii(']');
        drafts.endField(EntryLayout.TAGS_END);
        metadata.writeTo(out.raw(EntryLayout.METADATA));
        drafts.endField(EntryLayout.METADATA_END);
        if (userId != null) {
            out.raw(EntryLayout.USER_ID).number(userId);
        }
        if (traceId.size() > 0) {
            out.raw(EntryLayout.TRACE_ID).raw(traceId.array(), 0, traceId.size());
        }
        if (spanId.size() > 0) {
            out.raw(EntryLayout.SPAN_ID).raw(spanId.array(), 0, spanId.size());
        }
        out.ascii('}');
        if (out.size() - start > limits.maxBytes()) {
            throw new InvalidEntryException("entry is larger than " + limits.maxBytes() + " bytes");
        }
        drafts.commit(given, plainMessage, timestamp);
    }
}
