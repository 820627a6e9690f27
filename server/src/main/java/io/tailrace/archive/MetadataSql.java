package io.tailrace.archive;

import static io.tailrace.archive.SqlCondition.guarded;
import static io.tailrace.archive.SqlCondition.with;

import io.tailrace.entry.JsonBuffer;
import io.tailrace.entry.MetadataPath;
import io.tailrace.filter.ComparedNumber;
import io.tailrace.filter.Decimal;
import io.tailrace.filter.Literal;
import io.tailrace.filter.Wildcard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What filters ask of values in the metadata, as SQL: functions of ours, which are asked only of rows that hold what they must
 * hold. Holds no state.
 */
final class MetadataSql {

    /** A number with a point or an exponent, or one that is too long for {@link Decimal#wholeNumber}. */
    private static final String UNUSUAL_NUMBER = "-?(?:[0-9]+[.eE]|[0-9]{101})";

    private MetadataSql() {}

    static SqlCondition present(MetadataPath path) {
        return guarded(hasKey(path), with(FilterFunctions.METADATA_TEXT + "(metadata, ?) IS NOT NULL", path.encoded()));
    }

    static SqlCondition like(MetadataPath path, Wildcard pattern) {
        return guarded(
                hasKey(path),
                with(FilterFunctions.METADATA_LIKE + "(metadata, ?, ?)", path.encoded(), pattern.toString()));
    }

    static SqlCondition compared(MetadataPath path, ComparedNumber number) {
        return guarded(
                hasKey(path),
                with(
                        FilterFunctions.METADATA_COMPARED + "(metadata, ?, ?, ?)",
                        path.encoded(),
                        number.comparison().name(),
                        number.number().toString()));
    }

    /** Asks only rows in which the key stands before the value, as it may be written. */
    static SqlCondition is(MetadataPath path, Literal value) {
        String key = path.beforeValue();
        String text = value.text();
        String quoted = new JsonBuffer(text.length() + 2).string(text).toString();
        List<SqlCondition> forms = new ArrayList<>();
        forms.add(with("contains(metadata, ?)", key + quoted));
        Optional<Decimal> number = value.number();
        if (number.isEmpty()) {
            forms.add(with("contains(metadata, ?)", key + text));
        } else {
            Optional<String> whole = number.get().wholeNumber();
            whole.ifPresent(digits -> forms.add(with("contains(metadata, ?)", key + digits)));
            if (whole.equals(Optional.of("0"))) {
                forms.add(with("contains(metadata, ?)", key + "-0"));
            }
            forms.add(unusual(key, text));
        }
        return guarded(
                SqlCondition.any(forms),
                with(FilterFunctions.METADATA_IS + "(metadata, ?, ?)", path.encoded(), value.text()));
    }

    /** The number in another form than that of a whole one: which begins with its first digit, or with zeros before it. */
    private static SqlCondition unusual(String key, String number) {
        String sign = number.startsWith("-") ? "-" : "";
        String significant = number.replaceAll("[eE].*", "").replaceAll("[^1-9]", "");
        SqlCondition isUnusual = with("regexp_matches(metadata, ?)", literally(key) + UNUSUAL_NUMBER);
        return significant.isEmpty()
                ? isUnusual
                : SqlCondition.all(List.of(
                        SqlCondition.any(List.of(
                                with("contains(metadata, ?)", key + sign + significant.charAt(0)),
                                with("contains(metadata, ?)", key + sign + "0"))),
                        isUnusual));
    }

    /** Whether the path's last key is there, whatever its place: that is cheap to see, and the rest is not. */
    static SqlCondition hasKey(MetadataPath path) {
        return with("contains(metadata, ?)", path.beforeValue());
    }

    /** A regular expression for this text. */
    static String literally(String text) {
        StringBuilder regex = new StringBuilder(2 * text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 128 && !Character.isLetterOrDigit(c)) {
                regex.append('\\');
            }
            regex.append(c);
        }
        return regex.toString();
    }
}
