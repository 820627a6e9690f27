package io.tailrace.filter;

import io.tailrace.entry.MetadataPath;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A field that a query can name. */
sealed interface QueryField {

    /** The fields as a person reads them in an error. */
    String NAMES = "service, level, message, tags, user_id, trace_id, span_id, timestamp, id and metadata.…";

    /** Empty if there is no such field. */
    static Optional<QueryField> named(String name) {
        if (name.equals("tag")) {
            return Optional.of(Column.TAGS);
        }
        return Arrays.stream(Column.values())
                .filter(column -> column.text().equals(name))
                .<QueryField>map(column -> column)
                .findFirst();
    }

    /** Its name in an error. */
    String text();

    /** One that every entry can have. */
    enum Column implements QueryField {
        SERVICE,
        LEVEL,
        MESSAGE,
        TAGS,
        USER_ID,
        TRACE_ID,
        SPAN_ID,
        TIMESTAMP,
        ID;

        @Override
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A value in the metadata. */
    record Metadata(MetadataPath path) implements QueryField {
        @Override
        public String text() {
            return "metadata." + path;
        }
    }
}
