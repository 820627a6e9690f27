package io.tailrace.http.query;

import io.tailrace.archive.Elsewhere;
import io.tailrace.archive.EntryPage;
import io.tailrace.archive.Hint;
import io.tailrace.archive.LogPages;
import io.tailrace.archive.PageRequest;
import io.tailrace.archive.TimePageRequest;
import io.tailrace.archive.TimePosition;
import io.tailrace.entry.JsonBuffer;
import io.tailrace.filter.Filter;
import io.tailrace.filter.FilterBudget;
import io.tailrace.filter.FilterException;
import io.tailrace.filter.FilterKeys;
import io.tailrace.http.answer.Answers;
import io.tailrace.log.RunningQuery;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * {@code GET /api/logs}, {@code /api/logs/{id}} and {@code /api/logs/{id}/context}: entries themselves. Called on event
 * loops, of which it holds none up.
 */
public final class EntryRoutes {

    private static final int MAX_LIMIT = 1000;
    private static final int LIMIT = 100;
    private static final int SURROUNDING = 10;
    private static final long MAX_ID = 999_999_999_999_999_999L;

    /** What took so long without a match is answered without a hint. */
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final List<String> PAGE =
            List.of("limit", "offset", "before", "after", "order", QueryParameters.FROM, QueryParameters.TO);
    /** How the names begin of the orders by when entries happened; the others are by id. */
    private static final String IN_TIME = "time_";

    private static final List<String> ORDERS = List.of("desc", "asc", IN_TIME + "desc", IN_TIME + "asc");
    private static final List<String> CONTEXT = List.of("before", "after");

    private final LogPages pages;
    private final Elsewhere elsewhere;
    private final QueryPool pool;
    private final FilterBudget filters;
    private final InstantSource clock;

    public EntryRoutes(LogPages pages, Elsewhere elsewhere, QueryPool pool, FilterBudget filters, InstantSource clock) {
        this.pages = pages;
        this.elsewhere = elsewhere;
        this.pool = pool;
        this.filters = filters;
        this.clock = clock;
    }

    public void page(RoutingContext routing) {
        try (QueryParameters parameters = new QueryParameters(routing.queryParams(), PAGE, filters, clock)) {
            long offset = parameters.number("offset", 0, 0, MAX_ID);
            int limit = (int) parameters.number("limit", LIMIT, 1, MAX_LIMIT);
            String order = parameters.word("order", ORDERS);
            QueryParameters.TimeRange range = parameters.range();
            Function<RunningQuery, EntryPage> page = order.startsWith(IN_TIME)
                    ? inTime(parameters, order.equals(IN_TIME + "desc"), offset, limit)
                    : byId(parameters, order.equals("desc"), offset, limit);
            boolean isFirst = offset == 0 && parameters.text("before") == null && parameters.text("after") == null;
            FilterKeys keys = parameters.keys();
            answer(routing, "page", parameters, running -> {
                long begun = System.nanoTime();
                EntryPage found = page.apply(running);
                boolean isHinted = isFirst && found.entries().isEmpty() && System.nanoTime() - begun < LONG_NANOS;
                Optional<Hint> hint = isHinted ? elsewhere.hint(keys, range::and, running) : Optional.empty();
                return Optional.of(json(found, limit, offset, hint));
            });
        } catch (FilterException | BadQuery refusal) {
            QueryFailures.answer(routing.response(), refusal);
        }
    }

    private Function<RunningQuery, EntryPage> byId(
            QueryParameters parameters, boolean newestFirst, long offset, int limit) throws BadQuery {
        Filter filter = parameters.filter(parameters.range());
        long after = parameters.number("after", 0, 0, MAX_ID);
        long before = parameters.number("before", Long.MAX_VALUE, 0, MAX_ID);
        if (parameters.text("after") != null && after >= before) {
            throw new BadQuery("bad_range", "after must be a lower id than before");
        }
        PageRequest request = new PageRequest(filter, after, before, newestFirst, offset, limit);
        return running -> pages.page(request, running);
    }

    private Function<RunningQuery, EntryPage> inTime(
            QueryParameters parameters, boolean newestFirst, long offset, int limit) throws BadQuery {
        Filter filter = parameters.filter(parameters.range());
        Optional<TimePosition> after = place(parameters, "after");
        Optional<TimePosition> before = place(parameters, "before");
        if (after.isPresent() && before.isPresent() && after.get().compareTo(before.get()) >= 0) {
            throw new BadQuery("bad_range", "after must be a lower place than before");
        }
        TimePageRequest request = new TimePageRequest(filter, after, before, newestFirst, offset, limit);
        return running -> pages.page(request, running);
    }

    private static Optional<TimePosition> place(QueryParameters parameters, String name) throws BadQuery {
        String text = parameters.text(name);
        Optional<TimePosition> place = Optional.ofNullable(text).flatMap(TimePosition::parse);
        if (text != null && place.isEmpty()) {
            throw QueryParameters.bad(
                    name, "must be what an answer in order of time gave as next; ids are for order=desc and order=asc");
        }
        return place;
    }

    public void entry(RoutingContext routing) {
        try (QueryParameters parameters = new QueryParameters(routing.queryParams(), List.of(), filters, clock)) {
            long id = id(routing);
            answer(routing, "entry", parameters, running -> pages.entry(id, running));
        } catch (FilterException | BadQuery refusal) {
            QueryFailures.answer(routing.response(), refusal);
        }
    }

    public void context(RoutingContext routing) {
        try (QueryParameters parameters = new QueryParameters(routing.queryParams(), CONTEXT, filters, clock)) {
            int before = (int) parameters.number("before", SURROUNDING, 0, MAX_LIMIT);
            int after = (int) parameters.number("after", SURROUNDING, 0, MAX_LIMIT);
            long id = id(routing);
            answer(
                    routing,
                    "context",
                    parameters,
                    running -> pages.context(
                                    id, before, after, parameters.keys().filter(), running)
                            .map(EntryRoutes::json));
        } catch (FilterException | BadQuery refusal) {
            QueryFailures.answer(routing.response(), refusal);
        }
    }

    /** The id in the path; 0, which no entry has, if it is longer than ids are. */
    private static long id(RoutingContext routing) {
        String digits = routing.pathParam("id");
        return digits.length() <= 18 ? Long.parseLong(digits) : 0;
    }

    private void answer(
            RoutingContext routing,
            String kind,
            QueryParameters parameters,
            Function<RunningQuery, Optional<byte[]>> question) {
        HttpServerResponse response = routing.response();
        parameters
                .heldUntil(pool.ask(routing.vertx().getOrCreateContext(), kind, routing.request(), question))
                .onSuccess(json -> json.ifPresentOrElse(
                        found -> Answers.json(response, 200, Buffer.buffer(found)),
                        () -> Answers.error(
                                response,
                                404,
                                "not_found",
                                "there is no entry with this id, or it is not kept any more")))
                .onFailure(failure -> QueryFailures.answer(response, failure));
    }

    private static byte[] json(EntryPage page, int limit, long offset, Optional<Hint> hint) {
        JsonBuffer out = new JsonBuffer(256 * page.entries().size() + 100).ascii("{\"entries\":");
        entries(out, page.entries());
        out.ascii(",\"count\":").number(page.entries().size());
        out.ascii(",\"limit\":").number(limit).ascii(",\"offset\":").number(offset);
        out.ascii(",\"next\":").ascii(page.next().map(next -> '"' + next + '"').orElse("null"));
        hint.ifPresent(where -> hint(out, where));
        return out.ascii('}').toByteArray();
    }

    private static void hint(JsonBuffer out, Hint hint) {
        out.ascii(",\"hint\":{\"field\":").string(hint.field());
        out.ascii(",\"count\":").number(hint.count());
        out.ascii(",\"query\":").string(hint.query());
        hint.insteadOf().ifPresent(field -> out.ascii(",\"instead_of\":").string(field));
        out.ascii('}');
    }

    private static byte[] json(LogPages.Context context) {
        JsonBuffer out = new JsonBuffer(8192).ascii("{\"before\":");
        entries(out, context.before());
        out.ascii(",\"entry\":").raw(context.entry()).ascii(",\"after\":");
        entries(out, context.after());
        return out.ascii('}').toByteArray();
    }

    private static void entries(JsonBuffer out, List<byte[]> entries) {
        out.ascii('[');
        for (int i = 0; i < entries.size(); i++) {
            (i == 0 ? out : out.ascii(',')).raw(entries.get(i));
        }
        out.ascii(']');
    }
}
