package io.tailrace.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as plain values, to compare with: maps in the order of their keys, lists, strings, longs, big decimals with every
 * digit, booleans, and {@link #NULL}.
 */
public final class Json {

    /** Stands for JSON's null. */
    public static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Reads one JSON document, and fails if there is more. */
    public static Object parse(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("there is more than one document: " + text);
            }
            return value;
        } catch (IOException notJson) {
            throw new IllegalArgumentException("not JSON: " + text, notJson);
        }
    }

    /** Reads one JSON object, which must be all of the text. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> object(String text) {
        if (parse(text) instanceof Map<?, ?> object) {
            return (Map<String, Object>) object;
        }
        throw new IllegalArgumentException("not one JSON object: " + text);
    }

    /** Reads one JSON document as its tokens, of which nothing is lost: the order of keys, and numbers as they are written. */
    public static List<String> exactly(byte[] json) {
        List<String> tokens = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                tokens.add(token + " " + parser.getText());
            }
            return tokens;
        } catch (IOException notJson) {
            throw new IllegalArgumentException("not JSON: " + new String(json, StandardCharsets.UTF_8), notJson);
        }
    }

    /** The value that is found by going down these keys and indexes; fails if there is none. */
    public static Object at(Object value, Object... path) {
        Object reached = value;
        for (Object step : path) {
            Object next = switch (reached) {
                case Map<?, ?> map -> map.get(step);
                case List<?> list when step instanceof Integer index -> list.get(index);
                default -> null;
            };
            if (next == null) {
                throw new IllegalArgumentException("no " + step + " in " + reached);
            }
            reached = next;
        }
        return reached;
    }

    /** The whole number that is found by going down these keys and indexes. */
    public static long number(Object value, Object... path) {
        if (at(value, path) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("no whole number: " + at(value, path));
    }

    /** The list that is found by going down these keys and indexes of a JSON document. */
    public static List<?> list(String text, Object... path) {
        return (List<?>) at(parse(text), path);
    }

    /** Writes text as a JSON string. */
    public static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c < 0x20 || c == '"' || c == '\\' || Character.isSurrogate((char) c)) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        return out.append('"').toString();
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case null -> throw new IllegalArgumentException("there is no document");
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    if (object.put(key, value(parser)) != null) {
                        throw new IllegalArgumentException("the key " + key + " stands twice");
                    }
                }
                yield object;
            }
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                yield array;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                BigDecimal number = new BigDecimal(parser.getText());
                boolean isLong = number.scale() == 0 && number.precision() < 19;
                yield isLong ? (Object) number.longValueExact() : number;
            }
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> NULL;
            default -> throw new IllegalArgumentException("no value: " + parser.currentToken());
        };
    }
}
