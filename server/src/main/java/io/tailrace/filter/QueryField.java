package io.tailrace.filter;

import io.tailrace.entry.MetadataPath;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A field that a query can name. */
sealed interface QueryField {

    /** What the values in the metadata are fields of. */
    String METADATA = "metadata";

    /** The field of this name, in any case; empty if there is no such field. */
    static Optional<QueryField> named(String name) {
        if (name.equalsIgnoreCase("tag")) {
            return Optional.of(Column.TAGS);
        }
        return Arrays.stream(Column.values())
                .filter(column -> column.name().equalsIgnoreCase(name))
                .<QueryField>map(column -> column)
                .findFirst();
    }

    /** Its name in an error. */
    String text();

    /** One that every entry can have. The pattern is the message without what varies. */
    enum Column implements QueryField {
        SERVICE,
        LEVEL,
        MESSAGE,
        PATTERN,
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
            return METADATA + "." + path;
        }
    }
}
