package io.tailrace.archive;

import io.tailrace.entry.EntryView;
import io.tailrace.entry.Level;
import io.tailrace.filter.Filter;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Stats being counted. Owned by the question's thread; its helpers add to it one at a time. */
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
        log.count(filter, this::add, questions(), StatsCount::rows, this::addRows);
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
    private List<RangeQuestion> questions() {
        if (filter instanceof Filter.Everything) {
            return List.of(
                    range -> new Sql()
                            .add("SELECT level::VARCHAR, NULL::VARCHAR, count(*), min(id), max(id) FROM entries")
                            .where(range.first(), range.last(), filter)
                            .add(" GROUP BY level"),
                    range -> new Sql()
                            .add("SELECT NULL::VARCHAR, service, count(*), 0, 0 FROM entries")
                            .where(range.first(), range.last(), filter)
                            .add(" GROUP BY service ORDER BY 3 DESC LIMIT ?", ValueCounts.MAX_ARCHIVED));
        }
        return List.of(range -> new Sql()
                .add("SELECT level::VARCHAR, service, count(*), min(id), max(id) FROM entries")
                .where(range.first(), range.last(), filter)
                .add(
                        " GROUP BY GROUPING SETS ((level), (service)) ORDER BY service NULLS FIRST, 3 DESC LIMIT ?",
                        ValueCounts.MAX_ARCHIVED));
    }

    /** So many entries of a level, or of a service. */
    private record Counted(@Nullable String level, @Nullable String service, long count, long firstId, long lastId) {}

    private static List<Counted> rows(ResultSet rows) throws SQLException {
        List<Counted> counted = new ArrayList<>();
        while (rows.next()) {
            counted.add(new Counted(
                    rows.getString(1), rows.getString(2), rows.getLong(3), rows.getLong(4), rows.getLong(5)));
        }
        return counted;
    }

    private void addRows(List<Counted> rows) {
        for (Counted row : rows) {
            if (row.service != null) {
                services.add(row.service, row.count);
            } else if (row.level != null) {
                levels.add(Level.parse(row.level).orElseThrow(), row.count);
                firstId = Math.min(firstId, row.firstId);
                lastId = Math.max(lastId, row.lastId);
            }
        }
        services.prune();
    }
}
