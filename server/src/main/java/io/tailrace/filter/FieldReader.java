package io.tailrace.filter;

import io.tailrace.entry.MetadataPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the names of fields in a query, and tells them from words that only look like one. One thread's, for one query. */
final class FieldReader {

    /** What ends a key of the metadata that is not in quotes. */
    private static final String KEY_ENDS = "()\":<>=.";

    /** No value begins so: it is the rest of a path or of code. */
    private static final String NO_VALUES = ":=<>\\";

    private final QueryReader reader;

    FieldReader(QueryReader reader) {
        this.reader = reader;
    }

    /**
     * Reads a name, behind which a sign comes then. A name that no field has is a key of the metadata, if the sign and a value
     * come right behind it.
     *
     * @return empty, with nothing read, if something else comes next
     */
    Optional<QueryField> next() throws QuerySyntaxException {
        int start = reader.at();
        List<Step> path = metadataPath();
        String name = path.isEmpty() ? reader.name() : "";
        Optional<QueryField> column = QueryField.named(name);
        if (!path.isEmpty() || column.isPresent()) {
            reader.skipSpace();
            if (isAtSign()) {
                return path.isEmpty() ? column : Optional.of(metadata(path));
            }
        } else if (name.equalsIgnoreCase(QueryField.METADATA) && isAtSign()) {
            throw new QuerySyntaxException(start, "expected a key of the metadata, like metadata.status");
        } else if (isKey(name) && isAtSign() && isValueMeant()) {
            return Optional.of(new QueryField.Metadata(MetadataPath.of(List.of(name.split("\\.", -1)))));
        }
        reader.backTo(start);
        return Optional.empty();
    }

    private boolean isAtSign() {
        char c = reader.peek();
        return c == ':' || c == '=' || c == '<' || c == '>';
    }

    /** Whether a name may be meant as a key of the metadata, with dots that lead deeper. */
    private static boolean isKey(String name) {
        return !name.isEmpty()
                && !name.contains("..")
                && (Character.isLetterOrDigit(name.charAt(name.length() - 1)) || name.endsWith("_"));
    }

    /** Whether what comes behind a name, from the sign on, is a condition, and not the rest of a URL, a path, code or prose. */
    private boolean isValueMeant() {
        int sign = reader.at();
        boolean isSize = reader.take('<') || reader.take('>');
        if (isSize) {
            reader.take('=');
        } else {
            reader.take(reader.peek());
        }
        boolean isMeant = isSize ? Decimal.parse(reader.bare()).isPresent() : isAtValue();
        reader.backTo(sign);
        return isMeant;
    }

    private boolean isAtValue() {
        if (reader.peek() == '(') {
            return true;
        }
        if (reader.peek() == '"') {
            return isQuotedUpToTheEnd();
        }
        String value = reader.bare();
        return !value.isEmpty() && !value.startsWith("//") && NO_VALUES.indexOf(value.charAt(0)) < 0;
    }

    /** Whether a text in quotes has nothing right behind it, or is not closed yet. */
    private boolean isQuotedUpToTheEnd() {
        try {
            reader.quoted();
            return reader.isAtBoundary();
        } catch (QuerySyntaxException open) {
            return true;
        }
    }

    /** A key on a metadata path, and where it begins in the query. */
    private record Step(String key, boolean quoted, int at) {}

    /** Reads {@code metadata.} and the keys behind it, valid or not; empty if something else comes next. */
    private List<Step> metadataPath() throws QuerySyntaxException {
        List<Step> path = new ArrayList<>();
        int start = reader.at();
        if (!reader.run(KEY_ENDS).equalsIgnoreCase(QueryField.METADATA) || reader.peek() != '.') {
            reader.backTo(start);
            return path;
        }
        while (reader.take('.')) {
            int at = reader.at();
            boolean quoted = reader.peek() == '"';
            path.add(new Step(quoted ? reader.quoted() : reader.run(KEY_ENDS), quoted, at));
        }
        return path;
    }

    private static QueryField metadata(List<Step> path) throws QuerySyntaxException {
        for (Step step : path) {
            if (!step.quoted && (step.key.isEmpty() || step.key.indexOf('*') >= 0)) {
                throw new QuerySyntaxException(
                        step.at, "expected a key of the metadata (an empty one, or one with a star, needs quotes)");
            }
        }
        return new QueryField.Metadata(
                MetadataPath.of(path.stream().map(Step::key).toList()));
    }
}
