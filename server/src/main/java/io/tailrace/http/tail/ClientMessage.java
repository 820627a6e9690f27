package io.tailrace.http.tail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tailrace.entry.Level;
import io.tailrace.entry.Position;
import io.tailrace.filter.FilterException;
import io.tailrace.filter.FilterKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a client says on its WebSocket. */
sealed interface ClientMessage {

    record Filter(FilterKeys keys) implements ClientMessage {}

    record Pause() implements ClientMessage {}

    record Resume() implements ClientMessage {}

    record SeekLive() implements ClientMessage {}

    record Seek(Position position) implements ClientMessage {}

    /** At most so many entries a second, 0 for no limit; half of them for entries of a level and above, if one is named. */
    record Rate(int maxPerSecond, Optional<Level> halfFrom) implements ClientMessage {}

    /** It is not of the protocol at all; a client that goes on like that is closed. */
    record Garbage(String code, String error) implements ClientMessage {}

    /** It is of the protocol, but breaks a rule of it. */
    record Refused(FilterException refusal) implements ClientMessage {}

    JsonFactory JSON = new JsonFactory();

    /** How much of a name is said back. */
    int MAX_SHOWN = 60;

    /** Reads the text of one frame. */
    static ClientMessage parse(String text) {
        Map<String, List<String>> members;
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return new Garbage("invalid_json", "a message must be a JSON object");
            }
            members = members(json);
            if (json.nextToken() != null) {
                return new Garbage("invalid_json", "there is more behind the JSON object");
            }
        } catch (FilterException refusal) {
            return new Refused(refusal);
        } catch (IOException notJson) {
            return new Garbage("invalid_json", "the message is not JSON");
        }
        try {
            return of(members);
        } catch (FilterException refusal) {
            return new Refused(refusal);
        }
    }

    private static ClientMessage of(Map<String, List<String>> members) throws FilterException {
        List<String> type = members.remove("type");
        return switch (type == null ? "filter" : only("type", type)) {
            case "filter" -> new Filter(FilterKeys.of(members));
            case "pause" -> bare(members, new Pause());
            case "resume" -> bare(members, new Resume());
            case "seek" -> seek(sole("to", members));
            case "rate" -> rate(members);
            default ->
                new Garbage("unknown_type", "unknown message type; the types are filter, pause, resume, seek and rate");
        };
    }

    /** A message that is its type and nothing else. */
    private static ClientMessage bare(Map<String, List<String>> members, ClientMessage message) throws FilterException {
        refuseUnknown(members, "");
        return message;
    }

    /** The value of the one member that a message has beside its type. */
    private static String sole(String key, Map<String, List<String>> members) throws FilterException {
        String value = only(key, members.remove(key));
        refuseUnknown(members, " beside " + key);
        return value;
    }

    private static void refuseUnknown(Map<String, List<String>> members, String known) throws FilterException {
        for (String key : members.keySet()) {
            throw new FilterException(
                    "unknown_key", "unknown member \"" + shown(key) + "\"; this message has none" + known);
        }
    }

    private static ClientMessage seek(String to) throws FilterException {
        if (to.equals("live")) {
            return new SeekLive();
        }
        return new Seek(Position.parse(to)
                .orElseThrow(() -> new FilterException("bad_seek", "to must be \"live\" or a position")));
    }

    private static ClientMessage rate(Map<String, List<String>> members) throws FilterException {
        Optional<Level> halfFrom = Optional.empty();
        if (members.containsKey("half_from")) {
            halfFrom = Level.parse(only("half_from", members.remove("half_from")));
            if (halfFrom.isEmpty()) {
                throw new FilterException("bad_rate", "half_from must be a level: " + Level.NAMES);
            }
        }
        String value = sole("max_per_second", members);
        if (!value.matches("\\d{1,9}")) {
            throw new FilterException("bad_rate", "max_per_second must be a whole number, 0 for no limit");
        }
        return new Rate(Integer.parseInt(value), halfFrom);
    }

    private static String only(String key, @Nullable List<String> values) throws FilterException {
        if (values == null || values.size() != 1) {
            throw new FilterException("bad_message", key + " is required, as one value");
        }
        return values.getFirst();
    }

    /** The members of a flat object: strings, numbers, and arrays of them. Null stands for a key that is not there. */
    private static Map<String, List<String>> members(JsonParser json) throws IOException, FilterException {
        Map<String, List<String>> members = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            List<String> values = new ArrayList<>();
            if (json.nextToken() == JsonToken.START_ARRAY) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    values.add(scalar(key, json));
                }
            } else if (json.currentToken() != JsonToken.VALUE_NULL) {
                values.add(scalar(key, json));
            }
            if (members.putIfAbsent(key, values) != null) {
                throw new FilterException("bad_message", "a key is given twice");
            }
        }
        return members;
    }

    private static String scalar(String key, JsonParser json) throws IOException, FilterException {
        return switch (json.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT -> json.getText();
            default ->
                throw new FilterException(
                        "bad_message", shown(key) + " must be a string, an integer or an array of them");
        };
    }

    private static String shown(String key) {
        return key.length() <= MAX_SHOWN ? key : key.substring(0, MAX_SHOWN) + "…";
    }
}
