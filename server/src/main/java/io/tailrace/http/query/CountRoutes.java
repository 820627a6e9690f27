package io.tailrace.http.query;

import io.tailrace.archive.Histogram;
import io.tailrace.archive.HistogramRequest;
import io.tailrace.archive.LevelCounts;
import io.tailrace.archive.LogCounts;
import io.tailrace.archive.LogStats;
import io.tailrace.archive.ValueCount;
import io.tailrace.archive.ValueField;
import io.tailrace.archive.ValuesRequest;
import io.tailrace.entry.JsonBuffer;
import io.tailrace.entry.Level;
import io.tailrace.entry.MetadataPath;
import io.tailrace.entry.Rfc3339;
import io.tailrace.filter.Filter;
import io.tailrace.filter.FilterBudget;
import io.tailrace.filter.FilterException;
import io.tailrace.http.answer.Answers;
import io.tailrace.log.RunningQuery;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/logs/stats}, {@code /api/logs/histogram} and {@code /api/logs/values}: entries counted. Called on event
 * loops, of which it holds none up.
 */
public final class CountRoutes {

    private static final int VALUES = 100;
    private static final int MAX_VALUES = 1000;
    private static final int MAX_PREFIX = 4096;
    private static final String METADATA = "metadata.";

    /** Ten years. */
    private static final long MAX_INTERVAL = 3650L * 86_400_000_000L;

    private static final List<String> STATS = List.of(QueryParameters.FROM, QueryParameters.TO);
    private static final List<String> HISTOGRAM = List.of("interval", QueryParameters.FROM, QueryParameters.TO);
    private static final List<String> VALUES_OF =
            List.of("field", "prefix", "limit", QueryParameters.FROM, QueryParameters.TO);

    private final LogCounts counts;
    private final QueryPool pool;
    private final FilterBudget filters;
    private final InstantSource clock;

    public CountRoutes(LogCounts counts, QueryPool pool, FilterBudget filters, InstantSource clock) {
        this.counts = counts;
        this.pool = pool;
        this.filters = filters;
        this.clock = clock;
    }

    public void stats(RoutingContext routing) {
        try (QueryParameters parameters = new QueryParameters(routing.queryParams(), STATS, filters, clock)) {
            Filter filter = parameters.filter(parameters.range());
            answer(routing, "stats", parameters, running -> json(counts.stats(filter, running)));
        } catch (FilterException | BadQuery refusal) {
            QueryFailures.answer(routing.response(), refusal);
        }
    }

    public void histogram(RoutingContext routing) {
        try (QueryParameters parameters = new QueryParameters(routing.queryParams(), HISTOGRAM, filters, clock)) {
            QueryParameters.TimeRange range = parameters.range();
            OptionalLong interval = parameters.duration("interval");
            if (interval.orElse(0) > MAX_INTERVAL) {
                throw QueryParameters.bad("interval", "must be at most 3650d");
            }
            HistogramRequest request =
                    new HistogramRequest(parameters.filter(range), range.from(), range.to(), interval);
            answer(routing, "histogram", parameters, running -> json(counts.histogram(request, running)));
        } catch (FilterException | BadQuery refusal) {
            QueryFailures.answer(routing.response(), refusal);
        }
    }

    public void values(RoutingContext routing) {
        try (QueryParameters parameters = new QueryParameters(routing.queryParams(), VALUES_OF, filters, clock)) {
            ValuesRequest request = valuesRequest(parameters);
            answer(routing, "values", parameters, running -> json(counts.values(request, running)));
        } catch (FilterException | BadQuery refusal) {
            QueryFailures.answer(routing.response(), refusal);
        }
    }

    private static ValuesRequest valuesRequest(QueryParameters parameters) throws BadQuery {
        String prefix = parameters.text("prefix");
        if (prefix != null && prefix.length() > MAX_PREFIX) {
            throw QueryParameters.bad("prefix", "is longer than " + MAX_PREFIX + " characters");
        }
        return new ValuesRequest(
                parameters.filter(parameters.range()),
                field(parameters.text("field")),
                prefix == null ? "" : prefix,
                (int) parameters.number("limit", VALUES, 1, MAX_VALUES));
    }

    private static ValueField field(@Nullable String name) throws BadQuery {
        return switch (name) {
            case "service" -> new ValueField.Service();
            case "level" -> new ValueField.LevelName();
            case "tags", "tag" -> new ValueField.Tag();
            case null, default -> new ValueField.Metadata(path(name));
        };
    }

    /** Dots lead deeper, as in a query. */
    private static MetadataPath path(@Nullable String name) throws BadQuery {
        List<String> keys = name != null && name.startsWith(METADATA) && name.length() <= MAX_PREFIX
                ? List.of(name.substring(METADATA.length()).split("\\.", -1))
                : List.of("");
        if (keys.contains("")) {
            throw QueryParameters.bad("field", "must be service, level, tags or metadata.KEY");
        }
        return MetadataPath.of(keys);
    }

    private void answer(
            RoutingContext routing, String kind, QueryParameters parameters, Function<RunningQuery, byte[]> question) {
        HttpServerResponse response = routing.response();
        parameters
                .heldUntil(pool.ask(routing.vertx().getOrCreateContext(), kind, routing.request(), question))
                .onSuccess(json -> Answers.json(response, 200, Buffer.buffer(json)))
                .onFailure(failure -> QueryFailures.answer(response, failure));
    }

    private static byte[] json(LogStats stats) {
        JsonBuffer out = new JsonBuffer(1024)
                .ascii("{\"total\":")
                .number(stats.byLevel().total())
                .ascii(",\"by_level\":");
        levels(out, stats.byLevel());
        out.ascii(",\"by_service\":{");
        boolean first = true;
        for (ValueCount service : stats.byService()) {
            (first ? out : out.ascii(',')).string(service.value()).ascii(':').number(service.count());
            first = false;
        }
        id(out.ascii("},\"first_id\":"), stats.firstId());
        id(out.ascii(",\"last_id\":"), stats.lastId());
        return out.ascii('}').toByteArray();
    }

    private static void id(JsonBuffer out, OptionalLong id) {
        if (id.isPresent()) {
            out.number(id.getAsLong());
        } else {
            out.ascii("null");
        }
    }

    private static byte[] json(Histogram histogram) {
        JsonBuffer out = new JsonBuffer(128 * histogram.buckets().size() + 64)
                .ascii("{\"interval_ms\":")
                .number(histogram.intervalMicros() / 1000)
                .ascii(",\"buckets\":[");
        for (int i = 0; i < histogram.buckets().size(); i++) {
            LevelCounts bucket = histogram.buckets().get(i);
            (i == 0 ? out : out.ascii(','))
                    .ascii("{\"start\":\"")
                    .time(Rfc3339.nearestWritable(histogram.start() + i * histogram.intervalMicros()))
                    .ascii("\",\"total\":")
                    .number(bucket.total())
                    .ascii(",\"by_level\":");
            levels(out, bucket);
            out.ascii('}');
        }
        return out.ascii("]}").toByteArray();
    }

    /** Only the levels that occur. */
    private static void levels(JsonBuffer out, LevelCounts counts) {
        out.ascii('{');
        boolean first = true;
        for (Level level : Level.values()) {
            if (counts.of(level) > 0) {
                (first ? out : out.ascii(',')).string(level.text()).ascii(':').number(counts.of(level));
                first = false;
            }
        }
        out.ascii('}');
    }

    private static byte[] json(List<ValueCount> values) {
        JsonBuffer out = new JsonBuffer(64 * values.size() + 32).ascii("{\"values\":[");
        for (int i = 0; i < values.size(); i++) {
            (i == 0 ? out : out.ascii(','))
                    .ascii("{\"value\":")
                    .string(values.get(i).value())
                    .ascii(",\"count\":")
                    .number(values.get(i).count())
                    .ascii('}');
        }
        return out.ascii("]}").toByteArray();
    }
}
