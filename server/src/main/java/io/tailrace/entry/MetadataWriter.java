package io.tailrace.entry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers the metadata of one entry: the members of {@code metadata} itself, then the keys that the entry had beside the
 * known ones. Values are copied token by token into canonical form; numbers keep their digits. Owned by one parser.
 */
final class MetadataWriter {

    private final JsonBuffer members = new JsonBuffer(512);
    private final JsonBuffer extraMembers = new JsonBuffer(256);
    private final SeenKeys keys = new SeenKeys();
    private final SeenKeys extraKeys = new SeenKeys();
    private final List<Extra> extras = new ArrayList<>();

    /** A key beside the known ones; its member's text lies in {@link #extraMembers}. */
    private record Extra(String key, int from, int to) {}

    void clear() {
        members.truncate(0);
        extraMembers.truncate(0);
        keys.clear();
        extraKeys.clear();
        extras.clear();
    }

    /** Takes what the sender gave as metadata; the parser stands on the value. */
    void metadata(JsonParser json, JsonFactory texts) throws IOException, InvalidEntryException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            object(json, members, 1, "metadata", keys);
        } else if (token == JsonToken.VALUE_STRING && looksLikeObject(json.getText())) {
            text(json, texts);
        } else if (token != JsonToken.VALUE_NULL) {
            value(json);
        }
    }

    private void value(JsonParser json) throws IOException, InvalidEntryException {
        keys.add("value");
        members.string("value").ascii(':');
        copy(json, members, 2, "metadata");
    }

    private void text(JsonParser json, JsonFactory texts) throws IOException, InvalidEntryException {
        try (JsonParser inner = texts.createParser(json.getText())) {
            inner.nextToken();
            object(inner, members, 1, "metadata", keys);
            if (inner.nextToken() == null) {
                return;
            }
        } catch (JsonProcessingException notJson) {
            // A string that only looks like an object is kept as the string it is.
        }
        members.truncate(0);
        keys.clear();
        value(json);
    }

    private static boolean looksLikeObject(String text) {
        String trimmed = text.strip();
        return trimmed.startsWith("{") && trimmed.endsWith("}");
    }

    /** Takes a key beside the known ones; the parser stands on its value. */
    void extra(String key, JsonParser json) throws IOException, InvalidEntryException {
        if (!extraKeys.add(key)) {
            throw new InvalidEntryException("key \"" + WholeText.shown(key) + "\" is given twice");
        }
        int from = extraMembers.size();
        WholeText.key(key, extraMembers);
        extraMembers.ascii(':');
        copy(json, extraMembers, 2, key);
        extras.add(new Extra(key, from, extraMembers.size()));
    }

    /** Takes a string that the request gave for all its entries; it yields to the entry's own keys. */
    void inherited(String key, String value) {
        if (!extraKeys.add(key)) {
            return;
        }
        int from = extraMembers.size();
        extraMembers.string(key).ascii(':').string(value);
        extras.add(new Extra(key, from, extraMembers.size()));
    }

    /** Writes all of it as one object. */
    void writeTo(JsonBuffer out) {
        out.ascii('{').raw(members.array(), 0, members.size());
        boolean first = members.size() == 0;
        for (Extra extra : extras) {
            if (keys.contains(extra.key)) {
                continue;
            }
            if (!first) {
                out.ascii(',');
            }
            first = false;
            out.raw(extraMembers.array(), extra.from, extra.to);
        }
        out.ascii('}');
    }

    private void object(JsonParser json, JsonBuffer out, int depth, String path, SeenKeys seen)
            throws IOException, InvalidEntryException {
        boolean first = true;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            if (!seen.add(key)) {
                throw new InvalidEntryException(
                        "key \"" + WholeText.shown(key) + "\" in " + WholeText.shown(path) + " is given twice");
            }
            if (!first) {
                out.ascii(',');
            }
            first = false;
            WholeText.key(key, out);
            out.ascii(':');
            json.nextToken();
            copy(json, out, depth + 1, path);
        }
    }

    private void copy(JsonParser json, JsonBuffer out, int depth, String path)
            throws IOException, InvalidEntryException {
        JsonToken token = json.currentToken();
        switch (token) {
            case START_OBJECT, START_ARRAY -> {
                if (depth > EntryLimits.MAX_DEPTH) {
                    throw new InvalidEntryException(
                            WholeText.shown(path) + " is nested more than " + EntryLimits.MAX_DEPTH + " levels deep");
                }
                if (token == JsonToken.START_OBJECT) {
                    out.ascii('{');
                    object(json, out, depth, path, new SeenKeys());
                    out.ascii('}');
                } else {
                    array(json, out, depth, path);
                }
            }
            case VALUE_STRING -> WholeText.quoted(WholeText.shown(path), json, out);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                out.ascii(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
            case VALUE_TRUE -> out.ascii("true");
            case VALUE_FALSE -> out.ascii("false");
            case VALUE_NULL -> out.ascii("null");
            default -> throw new IllegalStateException("no value here: " + token);
        }
    }

    private void array(JsonParser json, JsonBuffer out, int depth, String path)
            throws IOException, InvalidEntryException {
        out.ascii('[');
        boolean first = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (!first) {
                out.ascii(',');
            }
            first = false;
            copy(json, out, depth + 1, path);
        }
        out.ascii(']');
    }
}
