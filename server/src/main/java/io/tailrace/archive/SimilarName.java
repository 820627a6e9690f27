package io.tailrace.archive;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which field somebody may have meant by a name that no entry has. Holds no state. */
final class SimilarName {

    /** Other names for the fields of all entries. */
    private static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("servicename", "service"),
            Map.entry("app", "service"),
            Map.entry("application", "service"),
            Map.entry("logger", "service"),
            Map.entry("severity", "level"),
            Map.entry("loglevel", "level"),
            Map.entry("lvl", "level"),
            Map.entry("msg", "message"),
            Map.entry("text", "message"),
            Map.entry("labels", "tags"),
            Map.entry("user", "user_id"),
            Map.entry("uid", "user_id"),
            Map.entry("trace", "trace_id"),
            Map.entry("span", "span_id"),
            Map.entry("time", "timestamp"),
            Map.entry("ts", "timestamp"));

    private static final String METADATA = "metadata.";
    private static final int FAR = 3;
    private static final int LONGEST = 60;

    private SimilarName() {}

    /**
     * The field with the most similar name; of those that are as similar, the one that most entries have.
     *
     * @param asked without {@code metadata.}
     * @param fields how many entries have each field
     */
    static Optional<String> to(String asked, Map<String, Long> fields) {
        String wanted = plain(asked);
        if (wanted.isEmpty() || asked.length() > LONGEST) {
            return Optional.empty();
        }
        Optional<String> found = fields.keySet().stream()
                .filter(field -> distance(wanted, field) < FAR)
                .min(Comparator.<String>comparingInt(field -> distance(wanted, field))
                        .thenComparing(
                                Comparator.<String>comparingLong(fields::get).reversed())
                        .thenComparing(Comparator.naturalOrder()));
        return found.or(() -> Optional.ofNullable(COLUMNS.get(wanted)));
    }

    /** How far a field's name is from what is wanted: as it is, or its last key alone. */
    private static int distance(String wanted, String field) {
        String name = field.startsWith(METADATA) ? field.substring(METADATA.length()) : field;
        String last = name.substring(name.lastIndexOf('.') + 1);
        return name.length() > LONGEST
                ? FAR
                : Math.min(distanceOf(wanted, plain(name)), distanceOf(wanted, plain(last)));
    }

    /** Only the letters and digits, in small letters: {@code user-Id} is {@code userid}. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** How many letters differ, are missing, too many or swapped; {@code FAR} if that is much for the length. */
    private static int distanceOf(String one, String other) {
        int length = Math.min(one.length(), other.length());
        int most = length < 4 ? 0 : length < 7 ? 1 : FAR - 1;
        if (Math.abs(one.length() - other.length()) > most) {
            return FAR;
        }
        int[][] distances = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                distances[i][j] = Math.min(i, j) == 0 ? Math.max(i, j) : next(distances, one, other, i, j);
            }
        }
        int distance = distances[one.length()][other.length()];
        return distance <= most ? distance : FAR;
    }

    private static int next(int[][] distances, String one, String other, int i, int j) {
        int differs = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        int least = Math.min(Math.min(distances[i - 1][j], distances[i][j - 1]) + 1, distances[i - 1][j - 1] + differs);
        boolean isSwapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return isSwapped ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
    }
}
