package io.tailrace.cli.tail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The reader of {@link TailMessage}s; the entries in them are cut out of the text and not decoded. Stateless. */
final class TailMessageReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String DEFAULT_HEARTBEAT_MILLIS = "15000";

    private TailMessageReader() {}

    /** Empty when the text is no message of the protocol. */
    static Optional<TailMessage> read(String text) {
        Map<String, String> fields = new HashMap<>();
        List<String> entries = new ArrayList<>();
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("entries") && value == JsonToken.START_ARRAY) {
                    readEntries(json, text, entries);
                } else if (value.isScalarValue()) {
                    fields.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
            return Optional.of(message(fields, entries));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void readEntries(JsonParser json, String text, List<String> entries) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            int start = (int) json.currentTokenLocation().getCharOffset();
            json.skipChildren();
            entries.add(text.substring(start, (int) json.currentLocation().getCharOffset()));
        }
    }

    private static TailMessage message(Map<String, String> fields, List<String> entries) throws IOException {
        String type = required(fields, "type");
        return switch (type) {
            case "hello" -> new TailMessage.Hello(required(fields, "head"), heartbeat(fields));
            case "entries" -> new TailMessage.Entries(entries, required(fields, "next"));
            case "heartbeat" -> new TailMessage.Heartbeat(required(fields, "next"));
            case "gap" ->
                new TailMessage.Gap(
                        fields.getOrDefault("from", "?"),
                        fields.getOrDefault("to", "?"),
                        fields.getOrDefault("reason", ""));
            case "skipped" ->
                new TailMessage.Skipped(
                        fields.getOrDefault("from", "?"),
                        fields.getOrDefault("to", "?"),
                        fields.getOrDefault("count", "?"));
            case "error" -> new TailMessage.Refused(fields.getOrDefault("error", "no reason given"));
            default -> new TailMessage.Other(type);
        };
    }

    private static Duration heartbeat(Map<String, String> fields) throws IOException {
        String millis = fields.getOrDefault("heartbeat_ms", DEFAULT_HEARTBEAT_MILLIS);
        try {
            return Duration.ofMillis(Long.parseLong(millis));
        } catch (NumberFormatException e) {
            throw new IOException("heartbeat_ms is not a number: " + millis, e);
        }
    }

    private static String required(Map<String, String> fields, String name) throws IOException {
        String value = fields.get(name);
        if (value == null) {
            throw new IOException("a message has no " + name);
        }
        return value;
    }
}
