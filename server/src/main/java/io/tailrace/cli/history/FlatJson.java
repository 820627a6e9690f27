package io.tailrace.cli.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A JSON object of numbers, strings and objects of these, as the server answers questions about its log. Immutable. */
final class FlatJson {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

    /** By the names on the way to a value, each with a slash before it. */
    private final Map<String, String> values = new LinkedHashMap<>();

    private FlatJson() {}

    /** Empty if the text is no such object, or has not a number under each of these names. */
    static Optional<FlatJson> parse(String text, String... numbers) {
        FlatJson flat = new FlatJson();
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                flat.read(json, "");
                boolean whole =
                        Stream.of(numbers).allMatch(name -> flat.number(name).isPresent());
                return whole ? Optional.of(flat) : Optional.empty();
            }
        } catch (IOException e) {
            // It is something else's.
        }
        return Optional.empty();
    }

    private void read(JsonParser json, String path) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = path + "/" + json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.START_OBJECT) {
                read(json, name);
            } else if (value == JsonToken.START_ARRAY) {
                json.skipChildren();
            } else if (value != JsonToken.VALUE_NULL) {
                values.put(name, json.getText());
            }
        }
    }

    /** Empty if it is null or not there. */
    Optional<String> text(String path) {
        return Optional.ofNullable(values.get(path));
    }

    /** Empty if it is null, no whole number or not there. */
    Optional<Long> number(String path) {
        return text(path).filter(value -> WHOLE.matcher(value).matches()).map(Long::valueOf);
    }

    /** The members of an object, which are numbers, in their order. */
    Map<String, Long> numbersIn(String path) {
        Map<String, Long> members = new LinkedHashMap<>();
        values.keySet().forEach(name -> {
            if (name.startsWith(path + "/")) {
                number(name).ifPresent(count -> members.put(name.substring(path.length() + 1), count));
            }
        });
        return members;
    }
}
