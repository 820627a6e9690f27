package io.tailrace.cli.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tailrace.cli.client.Receipt.Rejected;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The body of an answer to a request, as far as a command needs it: receipts and errors, or nothing if it is not
 * Tailrace's JSON (a proxy answers with HTML).
 */
public final class ServerAnswer {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    private Optional<String> error = Optional.empty();
    private Optional<String> code = Optional.empty();
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
            if (json.nextToken() != null) {
                return new ServerAnswer();
            }
        } catch (IOException e) {
            return new ServerAnswer();
        }
        return answer;
    }

    /**
     * Whether a server with this status means: later. So does whatever stands in front of it, such as a proxy whose server
     * is not there.
     */
    public static boolean isForLater(int status) {
        return status == 408 || status == 425 || status == 429 || status >= 500;
    }

    /** Whether Tailrace said it: an error of its form, or a receipt. What a proxy says has another. */
    public boolean isOurs() {
        return (error.isPresent()
                        && code.filter(word -> CODE.matcher(word).matches()).isPresent())
                || receipt().isPresent();
    }

    /** What to tell a person about an answer that is an error: the server's own words if it is the server's. */
    public static String errorText(int status, String body) {
        ServerAnswer answer = parse(body);
        return answer.isOurs() ? answer.error.orElse("HTTP status " + status) : foreign(status);
    }

    /** What to tell a person about an answer that something else gave in the server's place. */
    public static String foreign(int status) {
        return "HTTP status " + status
                + ", and not in Tailrace's words: check the address, and what stands in front of it";
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
                case "error" -> error = text(json, value);
                case "code" -> code = text(json, value);
                case "position" -> position = number(json, value).map(Long::intValue);
                case "accepted" -> accepted = number(json, value);
                case "rejected_count" -> rejectedCount = number(json, value).orElse(0L);
                case "rejected" -> readRejected(json, value);
                default -> json.skipChildren();
            }
        }
    }

    private static Optional<String> text(JsonParser json, JsonToken value) throws IOException {
        json.skipChildren();
        return value == JsonToken.VALUE_STRING ? Optional.of(json.getText()) : Optional.empty();
    }

    private static Optional<Long> number(JsonParser json, JsonToken value) throws IOException {
        json.skipChildren();
        return value == JsonToken.VALUE_NUMBER_INT ? Optional.of(json.getLongValue()) : Optional.empty();
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
