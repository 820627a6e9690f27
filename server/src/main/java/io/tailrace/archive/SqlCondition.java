package io.tailrace.archive;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An SQL condition over the archive's columns, which is true or false but never NULL. What a client said only ever becomes a
 * bound parameter.
 *
 * @param condition with a question mark for each parameter
 * @param parameters in the order of the question marks
 */
record SqlCondition(String condition, List<Object> parameters) {

    /** Like a pattern in which every other sign stands for itself. */
    static final String LIKE = " LIKE ? ESCAPE '\\'";

    static SqlCondition with(String condition, Object... parameters) {
        return new SqlCondition(condition, List.of(parameters));
    }

    /** Asks the second only where the first one holds, which is cheap to see. */
    static SqlCondition guarded(SqlCondition guard, SqlCondition condition) {
        return new SqlCondition(
                "(CASE WHEN " + guard.condition + " THEN " + condition.condition + " ELSE false END)",
                Stream.concat(guard.parameters.stream(), condition.parameters.stream())
                        .toList());
    }

    static SqlCondition all(List<SqlCondition> conditions) {
        return joined(conditions, " AND ");
    }

    static SqlCondition any(List<SqlCondition> conditions) {
        return joined(conditions, " OR ");
    }

    private static SqlCondition joined(List<SqlCondition> conditions, String word) {
        return conditions.size() == 1
                ? conditions.getFirst()
                : new SqlCondition(
                        conditions.stream().map(SqlCondition::condition).collect(Collectors.joining(word, "(", ")")),
                        conditions.stream()
                                .flatMap(sql -> sql.parameters.stream())
                                .toList());
    }

    SqlCondition negated() {
        return new SqlCondition("(NOT " + condition + ")", parameters);
    }

    /** A text for LIKE, in which every sign stands for itself. */
    static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    /** Binds the parameters from this index on, and says the next one. */
    int bind(PreparedStatement statement, int firstIndex) throws SQLException {
        int index = firstIndex;
        for (Object parameter : parameters) {
            statement.setObject(index++, parameter);
        }
        return index;
    }
}
