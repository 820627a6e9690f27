package io.tailrace.cli.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tailrace.cli.show.Harmless;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a server says of a query that found nothing.
 *
 * @param field where what was asked for is
 * @param count in how many of the newest entries
 * @param query the query that finds them
 * @param insteadOf the field that no entry has; empty if it is the value that is elsewhere
 */
record PageHint(String field, long count, String query, Optional<String> insteadOf) {

    /** Reads the object at whose start the parser stands; empty if it is another one. */
    static Optional<PageHint> read(JsonParser json) throws IOException {
        Map<String, String> texts = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken().isScalarValue()) {
                texts.put(name, json.getText());
            } else {
                json.skipChildren();
            }
        }
        String field = texts.get("field");
        String query = texts.get("query");
        String count = texts.getOrDefault("count", "");
        return field == null || query == null || !count.matches("[0-9]{1,18}")
                ? Optional.empty()
                : Optional.of(new PageHint(
                        field, Long.parseLong(count), query, Optional.ofNullable(texts.get("instead_of"))));
    }

    /** For a person, on one line. */
    String sentence() {
        String entries = count == 1 ? "1 entry has" : String.format(Locale.ROOT, "%,d entries have", count);
        String what = insteadOf
                .map(asked -> "no entry has " + asked + "; did you mean " + field + "?")
                .orElse("nothing matches, but " + entries + " it in " + field + ".");
        return Harmless.line(what + " Ask for " + query);
    }
}
