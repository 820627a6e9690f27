package io.tailrace.cli.show;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An entry taken apart for a person: its four main fields, and the others as names and values, nested ones with dotted
 * names. All of it is text as it was sent, to be made harmless before it is shown.
 */
record ShownEntry(String timestamp, String level, String service, String message, List<Detail> details) {

    private static final JsonFactory JSON = new JsonFactory();

    ShownEntry {
        details = List.copyOf(details);
    }

    /** A name and a value. */
    record Detail(String name, String value) {}

    /** Throws {@link IOException} when the text is no entry. */
    static ShownEntry parse(String entry) throws IOException {
        String timestamp = "";
        String level = "";
        String service = "";
        String message = "";
        List<Detail> details = new ArrayList<>();
        try (JsonParser json = JSON.createParser(entry)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "timestamp" -> timestamp = json.getText();
                    case "level" -> level = json.getText();
                    case "service" -> service = json.getText();
                    case "message" -> message = json.getText();
                    case "id", "created_at" -> json.skipChildren();
                    case "metadata" -> addFields(json, "", details);
                    default -> addValue(json, name, details);
                }
            }
        }
        return new ShownEntry(timestamp, level, service, message, details);
    }

    private static void addFields(JsonParser json, String prefix, List<Detail> details) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = prefix + json.currentName();
            json.nextToken();
            addValue(json, name, details);
        }
    }

    private static void addValue(JsonParser json, String name, List<Detail> details) throws IOException {
        switch (json.currentToken()) {
            case START_OBJECT -> addFields(json, name + ".", details);
            case START_ARRAY -> {
                String list = elements(json);
                if (!list.isEmpty()) {
                    details.add(new Detail(name, list));
                }
            }
            default -> details.add(new Detail(name, json.getText()));
        }
    }

    /** The elements with commas between; those that are not simple are shown by their shape only. */
    private static String elements(JsonParser json) throws IOException {
        List<String> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            elements.add(
                    switch (json.currentToken()) {
                        case START_OBJECT -> "{…}";
                        case START_ARRAY -> "[…]";
                        default -> json.getText();
                    });
            json.skipChildren();
        }
        return String.join(",", elements);
    }
}
