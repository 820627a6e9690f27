package io.tailrace.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** JSON as a tree of which nothing is lost: the order of keys, and numbers to the digit. */
final class ExactJson {

    private static final JsonFactory JSON = new JsonFactory();

    private ExactJson() {}

    /** A number, as it is written. */
    record Digits(String text) {}

    /** An object. */
    record Members(List<Map.Entry<String, Object>> members) {}

    static Object parse(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("more than one value");
            }
            return value;
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> elements(parser);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Digits(parser.getText());
            case VALUE_STRING -> parser.getText();
            default -> parser.currentToken();
        };
    }

    private static Members members(JsonParser parser) throws IOException {
        List<Map.Entry<String, Object>> members = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            members.add(Map.entry(key, value(parser)));
        }
        return new Members(members);
    }

    private static List<Object> elements(JsonParser parser) throws IOException {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }
}
