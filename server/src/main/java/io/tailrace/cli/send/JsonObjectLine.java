package io.tailrace.cli.send;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/**
 * What there is to know about a line that is one JSON object, found in one pass without decoding its values.
 *
 * <p>Offsets are indexes into the array that was looked at.
 *
 * @param open where the object's opening brace is
 * @param empty it has no fields
 * @param hasService it names its service
 * @param hasLevel it names its level
 * @param hasTags it has tags, of whatever form
 * @param tagList where its list of tags begins, if they are a list
 * @param tagListEmpty that list has no elements
 */
record JsonObjectLine(
        int open,
        boolean empty,
        boolean hasService,
        boolean hasLevel,
        boolean hasTags,
        Optional<Integer> tagList,
        boolean tagListEmpty) {

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** Empty when the bytes are not exactly one JSON object. */
    static Optional<JsonObjectLine> of(byte[] bytes, int start, int length) {
        int open = start;
        int end = start + length;
        while (open < end && (bytes[open] == ' ' || bytes[open] == '\t')) {
            open++;
        }
        if (open == end || bytes[open] != '{') {
            return Optional.empty();
        }
        try (JsonParser json = JSON.createParser(bytes, open, end - open)) {
            json.nextToken();
            JsonObjectLine line = read(json, open);
            return json.nextToken() == null ? Optional.of(line) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static JsonObjectLine read(JsonParser json, int open) throws IOException {
        boolean empty = true;
        boolean hasService = false;
        boolean hasLevel = false;
        boolean hasTags = false;
        Optional<Integer> tagList = Optional.empty();
        boolean tagListEmpty = true;
        long origin = json.currentTokenLocation().getByteOffset();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            empty = false;
            String name = json.currentName();
            JsonToken value = json.nextToken();
            hasService |= name.equals("service") || name.equals("service_name");
            hasLevel |= name.equals("level");
            hasTags |= name.equals("tags");
            if (name.equals("tags") && value == JsonToken.START_ARRAY) {
                tagList = Optional.of(open + (int) (json.currentTokenLocation().getByteOffset() - origin));
                tagListEmpty = json.nextToken() == JsonToken.END_ARRAY;
                while (json.currentToken() != JsonToken.END_ARRAY) {
                    json.skipChildren();
                    json.nextToken();
                }
            } else {
                json.skipChildren();
            }
        }
        return new JsonObjectLine(open, empty, hasService, hasLevel, hasTags, tagList, tagListEmpty);
    }
}
