package io.tailrace.archive;

import io.tailrace.entry.EntryView;
import io.tailrace.entry.Level;
import io.tailrace.filter.Filter;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/** Stats being counted. Owned by the question's thread. */
final class StatsCount {

    private final Filter filter;
    private final LevelCounts levels = new LevelCounts();
    private final ValueCounts services = new ValueCounts();
    private long firstId = Long.MAX_VALUE;
    private long lastId;

    StatsCount(Filter filter) {
        this.filter = filter;
    }

    LogStats of(LogHalves log) {
        log.count(filter, this::add, this::questions, this::addRows);
        boolean nothing = lastId == 0;
        return new LogStats(
                levels,
                services.top(LogCounts.MAX_SERVICES),
                nothing ? OptionalLong.empty() : OptionalLong.of(firstId),
                nothing ? OptionalLong.empty() : OptionalLong.of(lastId));
    }

    private void add(EntryView entry) {
        levels.add(entry.level(), 1);
        services.add(new String(entry.serviceText(), StandardCharsets.UTF_8), 1);
        firstId = Math.min(firstId, entry.id());
        lastId = Math.max(lastId, entry.id());
    }

    /** Without a filter all ids match, and a pass over each column alone takes less time than one over all of them. */
    private List<Sql> questions(long from, long to) {
        if (filter instanceof Filter.Everything) {
            return List.of(
                    new Sql()
                            .add("SELECT level::VARCHAR, NULL::VARCHAR, count(*), ?, ? FROM entries", from, to)
                            .where(from, to, filter)
                            .add(" GROUP BY level"),
                    new Sql()
                            .add("SELECT NULL::VARCHAR, service, count(*) FROM entries")
                            .where(from, to, filter)
                            .add(" GROUP BY service ORDER BY 3 DESC LIMIT ?", ValueCounts.MAX_ARCHIVED));
        }
        return List.of(new Sql()
                .add("SELECT level::VARCHAR, service, count(*), min(id), max(id) FROM entries")
                .where(from, to, filter)
                .add(
                        " GROUP BY GROUPING SETS ((level), (service)) ORDER BY service NULLS FIRST, 3 DESC LIMIT ?",
                        ValueCounts.MAX_ARCHIVED));
    }

    private StatsCount addRows(ResultSet rows) throws SQLException {
        while (rows.next()) {
            String level = rows.getString(1);
            if (level == null) {
                services.add(rows.getString(2), rows.getLong(3));
            } else {
                levels.add(Level.parse(level).orElseThrow(), rows.getLong(3));
                firstId = Math.min(firstId, rows.getLong(4));
                lastId = Math.max(lastId, rows.getLong(5));
            }
        }
        return this;
    }
}
