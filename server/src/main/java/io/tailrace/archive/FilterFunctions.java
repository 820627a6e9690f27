package io.tailrace.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tailrace.entry.ColourCodes;
import io.tailrace.entry.JsonText;
import io.tailrace.entry.MetadataPath;
import io.tailrace.entry.Span;
import io.tailrace.entry.ValueTest;
import io.tailrace.filter.ComparedNumber;
import io.tailrace.filter.Comparison;
import io.tailrace.filter.Decimal;
import io.tailrace.filter.FilterException;
import io.tailrace.filter.FoldedText;
import io.tailrace.filter.Literal;
import io.tailrace.filter.MessagePattern;
import io.tailrace.filter.MessageRegex;
import io.tailrace.filter.Wildcard;
import java.sql.SQLException;
import java.util.function.Predicate;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunction;
import org.duckdb.DuckDBWritableVector;

/**
 * The archive's SQL functions that are written in Java, for questions that the database answers otherwise than the filters
 * in memory do: its own JSON functions rewrite numbers, and its tables of Unicode are other ones. They are called on the
 * database's threads. All arguments but the first must be the same for all rows.
 *
 * <ul>
 *   <li>{@code metadata_text(metadata, path)}: the text of the first value there, NULL if it is not there or null
 *   <li>{@code metadata_is(metadata, path, text)}: whether a value is there that is the same
 *   <li>{@code metadata_like(metadata, path, pattern)}: whether a value is there that is like this
 *   <li>{@code metadata_compared(metadata, path, sign, number)}: whether a number is there that stands so to another
 *   <li>{@code metadata_says(metadata, text)}: whether any value says this, in whatever case
 *   <li>{@code metadata_says_like(metadata, pattern)}: whether any value is like this, in whatever case
 *   <li>{@code regex_found(message, regex)}: whether the regular expression is found
 *   <li>{@code message_of(message, pattern)}: whether the message is of this pattern
 * </ul>
 */
final class FilterFunctions {

    static final String METADATA_TEXT = "metadata_text";
    static final String METADATA_IS = "metadata_is";
    static final String METADATA_LIKE = "metadata_like";
    static final String METADATA_COMPARED = "metadata_compared";
    static final String METADATA_SAYS = "metadata_says";
    static final String METADATA_SAYS_LIKE = "metadata_says_like";
    static final String REGEX_FOUND = "regex_found";
    static final String MESSAGE_OF = "message_of";

    /** A row may take milliseconds. */
    private static final int ROWS_BETWEEN_LOOKS = 16;

    private FilterFunctions() {}

    /** Makes the functions known to all connections of this connection's database, until it is closed. */
    static void register(DuckDBConnection connection) throws SQLException {
        register(connection, METADATA_TEXT, 2, String.class, FilterFunctions::metadataText);
        register(connection, METADATA_IS, 3, Boolean.class, FilterFunctions::metadataIs);
        register(connection, METADATA_LIKE, 3, Boolean.class, FilterFunctions::metadataLike);
        register(connection, METADATA_COMPARED, 4, Boolean.class, FilterFunctions::metadataCompared);
        register(connection, METADATA_SAYS, 2, Boolean.class, FilterFunctions::metadataSays);
        register(connection, METADATA_SAYS_LIKE, 2, Boolean.class, FilterFunctions::metadataSaysLike);
        register(connection, REGEX_FOUND, 2, Boolean.class, FilterFunctions::regexFound);
        register(connection, MESSAGE_OF, 2, Boolean.class, FilterFunctions::messageOf);
    }

    private static void register(
            DuckDBConnection connection, String name, int parameters, Class<?> result, DuckDBScalarFunction function)
            throws SQLException {
        Class<?>[] texts = new Class<?>[parameters];
        java.util.Arrays.fill(texts, String.class);
        try (var builder = DuckDBFunctions.scalarFunction()) {
            builder.withName(name)
                    .withParameters(texts)
                    .withReturnType(result)
                    .withVectorizedFunction(function)
                    .register(connection);
        }
    }

    private static void metadataText(DuckDBDataChunkReader rows, DuckDBWritableVector out) {
        if (rows.rowCount() == 0) {
            return;
        }
        MetadataPath path = MetadataPath.decode(argument(rows, 1));
        DuckDBReadableVector metadata = rows.vector(0);
        for (long row = 0; row < rows.rowCount(); row++) {
            byte[] json = metadata.getString(row).getBytes(UTF_8);
            long span = path.find(json, 0);
            if (span == Span.NONE) {
                out.setNull(row);
            } else {
                out.setString(row, new String(JsonText.of(json, Span.start(span), Span.end(span)), UTF_8));
            }
        }
    }

    private static void metadataIs(DuckDBDataChunkReader rows, DuckDBWritableVector out) {
        if (rows.rowCount() > 0) {
            askMetadata(rows, out, Literal.of(argument(rows, 2)));
        }
    }

    private static void metadataLike(DuckDBDataChunkReader rows, DuckDBWritableVector out) {
        if (rows.rowCount() > 0) {
            askMetadata(rows, out, Wildcard.of(argument(rows, 2)));
        }
    }

    private static void metadataCompared(DuckDBDataChunkReader rows, DuckDBWritableVector out) {
        if (rows.rowCount() > 0) {
            Comparison comparison = Comparison.valueOf(argument(rows, 2));
            Decimal number = Decimal.parse(argument(rows, 3)).orElseThrow();
            askMetadata(rows, out, new ComparedNumber(comparison, number));
        }
    }

    private static void askMetadata(DuckDBDataChunkReader rows, DuckDBWritableVector out, ValueTest test) {
        MetadataPath path = MetadataPath.decode(argument(rows, 1));
        ask(rows, out, text -> path.any(text.getBytes(UTF_8), 0, test));
    }

    private static void metadataSays(DuckDBDataChunkReader rows, DuckDBWritableVector out) {
        if (rows.rowCount() > 0) {
            FoldedText wanted = FoldedText.of(argument(rows, 1));
            ask(rows, out, text -> wanted.isIn(FoldedText.detailsOf(text.getBytes(UTF_8))));
        }
    }

    private static void metadataSaysLike(DuckDBDataChunkReader rows, DuckDBWritableVector out) {
        if (rows.rowCount() > 0) {
            Wildcard pattern = Wildcard.folded(argument(rows, 1));
            ask(rows, out, text -> pattern.isOneOf(FoldedText.detailsOf(text.getBytes(UTF_8))));
        }
    }

    private static void regexFound(DuckDBDataChunkReader rows, DuckDBWritableVector out) throws FilterException {
        if (rows.rowCount() > 0) {
            MessageRegex regex = MessageRegex.of(argument(rows, 1));
            ask(rows, out, message -> regex.isFoundIn(new String(seen(message), UTF_8)));
        }
    }

    private static void messageOf(DuckDBDataChunkReader rows, DuckDBWritableVector out) {
        if (rows.rowCount() > 0) {
            MessagePattern pattern = MessagePattern.of(argument(rows, 1));
            ask(rows, out, message -> {
                byte[] seen = seen(message);
                return pattern.isOf(seen, 0, seen.length);
            });
        }
    }

    /** A message as filters see it. */
    private static byte[] seen(String message) {
        return ColourCodes.without(message.getBytes(UTF_8));
    }

    private static void ask(DuckDBDataChunkReader rows, DuckDBWritableVector out, Predicate<String> question) {
        DuckDBReadableVector texts = rows.vector(0);
        for (long row = 0; row < rows.rowCount(); row++) {
            if (row % ROWS_BETWEEN_LOOKS == 0 && Asked.isStopped()) {
                throw new IllegalStateException("the question was stopped");
            }
            out.setBoolean(row, question.test(texts.getString(row)));
        }
    }

    private static String argument(DuckDBDataChunkReader rows, int column) {
        return rows.vector(column).getString(0);
    }
}
