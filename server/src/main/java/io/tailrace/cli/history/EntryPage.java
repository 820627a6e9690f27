package io.tailrace.cli.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One page of entries as the server answers it.
 *
 * @param entries each as it was received, in the order of the answer
 * @param next the place that leads to the next page; empty at the end
 * @param hint where there would be entries, if there are none
 */
record EntryPage(List<String> entries, Optional<String> next, Optional<PageHint> hint) {

    private static final JsonFactory JSON = new JsonFactory();

    EntryPage {
        entries = List.copyOf(entries);
    }

    /** Empty if the text is no page of entries. */
    static Optional<EntryPage> parse(String text) {
        List<String> entries = new ArrayList<>();
        Optional<String> next = Optional.empty();
        Optional<PageHint> hint = Optional.empty();
        boolean isPage = false;
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    JsonToken value = json.nextToken();
                    if (name.equals("entries") && value == JsonToken.START_ARRAY) {
                        readEntries(json, text, entries);
                        isPage = true;
                    } else if (name.equals("next") && value != JsonToken.VALUE_NULL) {
                        next = Optional.of(json.getText());
                    } else if (name.equals("hint") && value == JsonToken.START_OBJECT) {
                        hint = PageHint.read(json);
                    } else {
                        json.skipChildren();
                    }
                }
            }
        } catch (IOException e) {
            isPage = false;
        }
        return isPage ? Optional.of(new EntryPage(entries, next, hint)) : Optional.empty();
    }

    private static void readEntries(JsonParser json, String text, List<String> entries) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            int start = (int) json.currentTokenLocation().getCharOffset();
            json.skipChildren();
            entries.add(text.substring(start, (int) json.currentLocation().getCharOffset()));
        }
    }
}
