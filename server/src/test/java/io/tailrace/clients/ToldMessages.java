package io.tailrace.clients;

import io.tailrace.testing.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a client of {@code tailrace.v1} tells: the type of each message and the ids of its entries. For any thread. */
final class ToldMessages {

    static final String PROTOCOL = "tailrace.v1";

    private final List<String> lines = new CopyOnWriteArrayList<>();

    void message(String text) {
        Map<String, Object> message = Json.object(text);
        line(String.valueOf(message.get("type")));
        if (message.containsKey("entries")) {
            for (Object entry : Json.list(text, "entries")) {
                line(String.valueOf(Json.number(entry, "id")));
            }
        }
    }

    void line(String line) {
        lines.add(line);
    }

    List<String> lines() {
        return lines;
    }
}
