package io.tailrace.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tailrace.entry.EntryView;
import io.tailrace.entry.JsonText;
import io.tailrace.entry.MetadataPath;
import io.tailrace.entry.Span;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The values of a field being counted. Owned by the question's thread; its helpers add to it one at a time. */
final class ValuesCount {

    private final ValuesRequest request;
    private final ValueCounts counts = new ValueCounts();

    ValuesCount(ValuesRequest request) {
        this.request = request;
    }

    List<ValueCount> of(LogHalves log) {
        log.count(request.filter(), this::add, List.of(this::question), ValuesCount::rows, this::addRows);
        return counts.top(request.limit());
    }

    private void add(EntryView entry) {
        switch (request.field()) {
            case ValueField.Service() -> add(new String(entry.serviceText(), UTF_8));
            case ValueField.LevelName() -> add(entry.level().text());
            case ValueField.Tag() -> entry.forEachTag(this::add);
            case ValueField.Metadata(MetadataPath path) -> {
                long span = entry.metadataSpan(path);
                if (span != Span.NONE) {
                    add(new String(JsonText.of(entry.bytes(), Span.start(span), Span.end(span)), UTF_8));
                }
            }
        }
    }

    private void add(String value) {
        if (value.startsWith(request.prefix())) {
            counts.add(value, 1);
        }
    }

    private Sql question(IdRange range) {
        Sql sql = new Sql().add("SELECT value::VARCHAR, count(*) FROM (SELECT ");
        switch (request.field()) {
            case ValueField.Service() -> sql.add("service");
            case ValueField.LevelName() -> sql.add("level");
            case ValueField.Tag() -> sql.add("unnest(tags)");
            case ValueField.Metadata(MetadataPath path) ->
                sql.add(FilterFunctions.METADATA_TEXT + "(metadata, ?)", path.encoded());
        }
        sql.add(" AS value FROM entries").where(range.first(), range.last(), request.filter());
        if (request.field() instanceof ValueField.Metadata(MetadataPath path)) {
            sql.add(" AND contains(metadata, ?)", path.beforeValue());
        }
        sql.add(") WHERE value IS NOT NULL");
        if (!request.prefix().isEmpty()) {
            sql.add(" AND starts_with(value::VARCHAR, ?)", request.prefix());
        }
        return sql.add(" GROUP BY value ORDER BY 2 DESC, 1 LIMIT ?", ValueCounts.MAX_ARCHIVED);
    }

    private static List<ValueCount> rows(ResultSet rows) throws SQLException {
        List<ValueCount> values = new ArrayList<>();
        while (rows.next()) {
            values.add(new ValueCount(rows.getString(1), rows.getLong(2)));
        }
        return values;
    }

    private void addRows(List<ValueCount> values) {
        values.forEach(value -> counts.add(value.value(), value.count()));
        counts.prune();
    }
}
