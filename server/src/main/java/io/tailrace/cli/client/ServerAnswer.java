package io.tailrace.cli.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tailrace.cli.client.Receipt.Rejected;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The body of an answer to a request, as far as a command needs it: receipts and errors, or nothing if it is not
 * Tailrace's JSON (a proxy answers with HTML).
 */
public final class ServerAnswer {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int SHOWN_OF_FOREIGN_BODY = 200;

    private Optional<String> error = Optional.empty();
    private Optional<Integer> position = Optional.empty();
    private Optional<Long> accepted = Optional.empty();
    private long rejectedCount;
    private final List<Rejected> rejected = new ArrayList<>();

    private ServerAnswer() {}

    public static ServerAnswer parse(String body) {
        ServerAnswer answer = new ServerAnswer();
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                answer.readFields(json);
            }
        } catch (IOException e) {
            return new ServerAnswer();
        }
        return answer;
    }

    /** What to tell a person about an answer that is an error: the server's own words if there are any. */
    public static String errorText(int status, String body) {
        return parse(body).error.orElseGet(() -> {
            String text = body.strip().replaceAll("\\s+", " ");
            String shown =
                    text.length() > SHOWN_OF_FOREIGN_BODY ? text.substring(0, SHOWN_OF_FOREIGN_BODY) + "…" : text;
            return "HTTP status " + status + (shown.isEmpty() || shown.startsWith("<") ? "" : ": " + shown);
        });
    }

    /** Where in the query the error is, counted in characters from 0; empty if it is about something else. */
    public Optional<Integer> position() {
        return position;
    }

    /** The receipt, if this is one: something was accepted, or the refused entries are listed. */
    Optional<Receipt> receipt() {
        if (accepted.isEmpty() && rejected.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Receipt(accepted.orElse(0L), Math.max(rejectedCount, rejected.size()), rejected));
    }

    private void readFields(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "error" -> error = Optional.ofNullable(json.getValueAsString());
                case "position" -> position = Optional.of(json.getValueAsInt());
                case "accepted" -> accepted = Optional.of(json.getValueAsLong());
                case "rejected_count" -> rejectedCount = json.getValueAsLong();
                case "rejected" -> readRejected(json, value);
                default -> json.skipChildren();
            }
        }
    }

    private void readRejected(JsonParser json, JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.START_OBJECT) {
            int index = 0;
            String rule = "refused";
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "index" -> index = json.getValueAsInt();
                    case "error" -> rule = json.getValueAsString("refused");
                    default -> json.skipChildren();
                }
            }
            rejected.add(new Rejected(index, rule));
        }
    }
}
