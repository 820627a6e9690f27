package io.tailrace.archive;

import io.tailrace.filter.Filter;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** An SQL statement under construction: text, and the parameters for its question marks. Owned by one thread. */
final class Sql {

    private final StringBuilder text = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    /** @param more text of ours, never a client's */
    Sql add(String more, Object... values) {
        text.append(more);
        parameters.addAll(List.of(values));
        return this;
    }

    /** Adds {@code WHERE} with the ids from first to last and a filter. */
    Sql where(long firstId, long lastId, Filter filter) {
        SqlCondition condition = FilterSql.of(filter);
        add(" WHERE id >= ? AND id <= ? AND ", firstId, lastId);
        text.append(condition.condition());
        parameters.addAll(condition.parameters());
        return this;
    }

    String text() {
        return text.toString();
    }

    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
    }
}
