package io.tailrace.bench.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A reader of the JSON on a stream, bare entries and typed messages alike, which reads all of it. Safe for any thread. */
public final class MessageReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int LONGEST_QUOTE = 200;

    private MessageReader() {}

    /**
     * Reads one whole JSON object.
     *
     * @param position of the entry when it is a bare one; its id when empty
     */
    static Heard read(byte[] json, String position) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return broken("not an object", json);
            }
            Members members = Members.read(parser);
            return parser.nextToken() == null ? members.heard(json, position) : broken("more than one object", json);
        } catch (IOException e) {
            return broken(String.valueOf(e.getMessage()), json);
        }
    }

    /** The entries of a page of the query API, in its order. */
    public static List<StoredEntry> page(String answer) throws IOException {
        try (JsonParser parser = JSON.createParser(answer)) {
            parser.nextToken();
            return Members.read(parser).entries;
        }
    }

    /**
     * The answer to a post.
     *
     * @param firstId of its entries
     * @param lastId  of its entries
     */
    public record Receipt(long firstId, long lastId) {}

    /** What the server has made of a post of several entries. */
    public static Receipt receipt(String answer) throws IOException {
        try (JsonParser parser = JSON.createParser(answer)) {
            parser.nextToken();
            Members members = Members.read(parser);
            return new Receipt(members.firstId, members.lastId);
        }
    }

    /** The total of an answer with counts. */
    public static long total(String answer) throws IOException {
        try (JsonParser parser = JSON.createParser(answer)) {
            parser.nextToken();
            return Members.read(parser).total;
        }
    }

    private static Heard broken(String why, byte[] json) {
        return new Heard.Broken(why + ": " + quote(json));
    }

    private static String quote(byte[] json) {
        return new String(json, 0, Math.min(json.length, LONGEST_QUOTE), StandardCharsets.UTF_8);
    }

    /** The members of one object that matter here. */
    private static final class Members {

        private List<StoredEntry> entries = List.of();
        private String type = "";
        private String service = "";
        private String message = "";
        private String next = "";
        private String head = "";
        private long id;
        private long userId;
        private long total;
        private long heartbeatMs;
        private long firstId;
        private long lastId;

        /** From behind the opening brace to the closing one. */
        static Members read(JsonParser parser) throws IOException {
            Members members = new Members();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                members.take(name, parser);
            }
            return members;
        }

        private void take(String name, JsonParser parser) throws IOException {
            switch (name) {
                case "id" -> id = parser.getLongValue();
                case "service" -> service = parser.getText();
                case "message" -> message = parser.getText();
                case "user_id" -> userId = parser.getLongValue();
                case "type" -> type = parser.getText();
                case "next" -> next = parser.currentToken() == JsonToken.VALUE_NULL ? "" : parser.getText();
                case "head" -> head = parser.getText();
                case "total" -> total = parser.getLongValue();
                case "heartbeat_ms" -> heartbeatMs = parser.getLongValue();
                case "first_id" -> firstId = parser.getValueAsLong();
                case "last_id" -> lastId = parser.getValueAsLong();
                case "entries" -> entries = entries(parser);
                default -> parser.skipChildren();
            }
        }

        private static List<StoredEntry> entries(JsonParser parser) throws IOException {
            List<StoredEntry> entries = new ArrayList<>();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                entries.add(read(parser).entry());
            }
            return entries;
        }

        private StoredEntry entry() {
            return new StoredEntry(id, service, message, userId);
        }

        Heard heard(byte[] json, String position) {
            return switch (type) {
                case "" -> bareEntry(json, position);
                case "hello" -> new Heard.Hello(head, heartbeatMs);
                case "entries" -> new Heard.Entries(entries, next);
                case "heartbeat" -> new Heard.Beat(next);
                default -> new Heard.Notice(type, quote(json));
            };
        }

        private Heard bareEntry(byte[] json, String position) {
            if (id == 0) {
                return broken("neither an entry nor a message", json);
            }
            return new Heard.Entries(List.of(entry()), position.isEmpty() ? Long.toString(id) : position);
        }
    }
}
