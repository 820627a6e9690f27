package io.tailrace.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tailrace.entry.ColourCodes;
import io.tailrace.entry.MetadataPath;
import io.tailrace.filter.QueryText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** In which fields entries have something, counted once for each entry. One thread's, for one question. */
final class FieldTally {

    /** More fields are not told apart. */
    private static final int MAX_FIELDS = 1000;

    /** Of whole keys, and of keys with dots, which a query finds without quotes as well. */
    private static final Pattern PLAIN_KEY = Pattern.compile("[\\p{Alnum}_-]+(\\.[\\p{Alnum}_-]+)*");

    private static final JsonFactory JSON = new JsonFactory();

    private final Predicate<String> wanted;
    private final Map<String, Long> counts = new HashMap<>();
    private final Set<String> ofEntry = new HashSet<>();

    /** @param wanted whether a value's text is to be counted */
    FieldTally(Predicate<String> wanted) {
        this.wanted = wanted;
    }

    /** How many entries had it in each field, as a query names the field. */
    Map<String, Long> counts() {
        return counts;
    }

    /** How many had it in this field. */
    long count(String field) {
        return counts.getOrDefault(field, 0L);
    }

    /** Looks at an entry's wire JSON. */
    void add(byte[] entry) {
        ofEntry.clear();
        try (JsonParser json = JSON.createParser(entry)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "service", "user_id", "trace_id", "span_id", "tags" -> value(json, name);
                    case "message" ->
                        text(new String(ColourCodes.without(json.getText().getBytes(UTF_8)), UTF_8), name);
                    case "metadata" -> object(json, List.of());
                    default -> json.skipChildren();
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("an entry that was stored is JSON", impossible);
        }
        ofEntry.forEach(field -> counts.merge(field, 1L, Long::sum));
    }

    private void object(JsonParser json, List<String> above) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            List<String> path = new ArrayList<>(above);
            path.add(json.currentName());
            if (json.nextToken() == JsonToken.START_OBJECT) {
                object(json, path);
            } else {
                value(json, name(path));
            }
        }
    }

    private static String name(List<String> path) {
        String dotted = String.join(".", path);
        return PLAIN_KEY.matcher(dotted).matches() ? "metadata." + dotted : QueryText.field(MetadataPath.of(path));
    }

    /** A value, or those in an array. */
    private void value(JsonParser json, String field) throws IOException {
        switch (json.currentToken()) {
            case START_ARRAY -> {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    value(json, field);
                }
            }
            case START_OBJECT -> {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    json.nextToken();
                    value(json, field);
                }
            }
            case VALUE_NULL -> {}
            default -> text(json.getText(), field);
        }
    }

    private void text(String text, String field) {
        if (wanted.test(text) && (counts.containsKey(field) || counts.size() + ofEntry.size() < MAX_FIELDS)) {
            ofEntry.add(field);
        }
    }
}
