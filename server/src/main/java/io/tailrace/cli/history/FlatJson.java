package io.tailrace.cli.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tailrace.cli.shell.CommandFailed;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A JSON object of numbers, strings and objects of these, as the server answers questions about its log. Immutable. */
final class FlatJson {

    private static final JsonFactory JSON = new JsonFactory();

    /** By the names on the way to a value, each with a slash before it. */
    private final Map<String, String> values = new LinkedHashMap<>();

    private FlatJson() {}

    static FlatJson parse(String text) throws CommandFailed {
        FlatJson flat = new FlatJson();
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                flat.read(json, "");
                return flat;
            }
        } catch (IOException e) {
            // Told below.
        }
        throw new CommandFailed("the answer is not what was asked for: this is not a Tailrace server");
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

    /** Empty if it is null or not there. */
    Optional<Long> number(String path) {
        return text(path).map(Long::valueOf);
    }

    /** The members of an object, which are numbers, in their order. */
    Map<String, Long> numbersIn(String path) {
        Map<String, Long> members = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(path + "/")) {
                members.put(name.substring(path.length() + 1), Long.valueOf(value));
            }
        });
        return members;
    }
}
