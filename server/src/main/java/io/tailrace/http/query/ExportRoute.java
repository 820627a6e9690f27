package io.tailrace.http.query;

import io.tailrace.archive.ExportFiles;
import io.tailrace.archive.LogExports;
import io.tailrace.entry.CsvRow;
import io.tailrace.filter.Filter;
import io.tailrace.filter.FilterBudget;
import io.tailrace.filter.FilterException;
import io.tailrace.log.HistoryException;
import io.tailrace.log.RunningQuery;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * {@code GET /api/logs/export}: everything that matches, as a file. Called on event loops, of which it holds none up; the
 * file is written on a thread of the exports' pool, at the pace of its client.
 */
public final class ExportRoute {

    /**
     * The header that asks for {@link #END_MARK}, and that promises it in the answer. A body that is cut short by a proxy may
     * end in good order; with the mark a client knows that it has everything.
     */
    public static final String END_MARK_HEADER = "X-Tailrace-Export";

    /** The header's only value. */
    public static final String MARKED = "marked";

    /** What follows the last line then; no line of NDJSON or row of CSV looks like it. Parquet has an end of its own. */
    public static final String END_MARK = "#tailrace: the export is whole\n";

    private static final String CSV = "csv";
    private static final List<String> PARAMETERS = List.of("format", CSV, QueryParameters.FROM, QueryParameters.TO);
    private static final List<String> FORMATS = List.of("ndjson", CSV, "parquet");

    /** How cells of CSV are written that a sheet would take for formulas: so that it does not, or as they are. */
    private static final List<String> CELLS = List.of("safe", "raw");

    private static final int COPY_BYTES = 32 << 10;

    private static final DateTimeFormatter IN_NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final LogExports exports;
    private final QueryPool pool;
    private final FilterBudget filters;
    private final long silenceMillis;
    private final InstantSource clock;

    /** @param silenceMillis after how long a client that takes nothing is given up */
    public ExportRoute(
            LogExports exports, QueryPool pool, FilterBudget filters, long silenceMillis, InstantSource clock) {
        this.exports = exports;
        this.pool = pool;
        this.filters = filters;
        this.silenceMillis = silenceMillis;
        this.clock = clock;
    }

    public void export(RoutingContext routing) {
        HttpServerResponse response = routing.response();
        try (QueryParameters parameters = new QueryParameters(routing.queryParams(), PARAMETERS, filters, clock)) {
            Wanted wanted = wanted(parameters);
            if (routing.request().method().equals(HttpMethod.HEAD)) {
                describe(response, wanted.format);
                response.end();
            } else {
                export(routing, wanted, parameters);
            }
        } catch (FilterException | BadQuery refusal) {
            QueryFailures.answer(response, refusal);
        }
    }

    /** What is to be written; {@code harmless}: whether no cell of CSV may be a formula. */
    private record Wanted(Filter filter, String format, boolean harmless) {}

    private static Wanted wanted(QueryParameters parameters) throws BadQuery {
        Filter filter = parameters.filter(parameters.range());
        String format = parameters.word("format", FORMATS);
        boolean harmless = parameters.word(CSV, CELLS).equals("safe");
        if (parameters.text(CSV) != null && !format.equals(CSV)) {
            throw QueryParameters.bad(CSV, "is for format=csv only");
        }
        return new Wanted(filter, format, harmless);
    }

    private void export(RoutingContext routing, Wanted wanted, QueryParameters parameters) {
        String format = wanted.format;
        HttpServerResponse response = routing.response();
        Context loop = routing.vertx().getOrCreateContext();
        boolean marked =
                !format.equals("parquet") && MARKED.equals(routing.request().getHeader(END_MARK_HEADER));
        Runnable head = () -> {
            describe(response, format);
            if (marked) {
                response.putHeader(END_MARK_HEADER, MARKED);
            }
        };
        parameters
                .heldUntil(pool.ask(loop, format, routing.request(), running -> {
                    ResponsePipe pipe = new ResponsePipe(loop, response, head, running, silenceMillis);
                    write(wanted, running, pipe);
                    if (marked) {
                        pipe.chunk().ascii(END_MARK);
                    }
                    return pipe.last();
                }))
                .onSuccess(Runnable::run)
                .onFailure(failure -> fail(routing, failure));
    }

    /** Once a part of the file is sent, only the end of the connection tells the client that the rest is missing. */
    private static void fail(RoutingContext routing, Throwable failure) {
        if (routing.response().headWritten()) {
            routing.request().connection().close();
        } else {
            QueryFailures.answer(routing.response(), failure);
        }
    }

    private void write(Wanted wanted, RunningQuery running, ResponsePipe pipe) {
        if (wanted.format.equals("parquet")) {
            try (ExportFiles.Export file = exports.writeParquet(wanted.filter, running)) {
                copy(file.path(), pipe);
            }
            return;
        }
        if (wanted.format.equals(CSV)) {
            CsvRow row = new CsvRow(wanted.harmless);
            pipe.chunk().ascii(CsvRow.HEADER);
            exports.read(wanted.filter, running, (id, bytes, from, to) -> {
                row.write(id, bytes, from, to, pipe.chunk());
                pipe.drainIfFull();
            });
        } else {
            exports.read(wanted.filter, running, (_, bytes, from, to) -> {
                pipe.chunk().raw(bytes, from, to).ascii('\n');
                pipe.drainIfFull();
            });
        }
    }

    private static void copy(Path file, ResponsePipe pipe) {
        byte[] bytes = new byte[COPY_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                pipe.chunk().raw(bytes, 0, count);
                pipe.drainIfFull();
            }
        } catch (IOException failed) {
            throw new HistoryException("The export's file could not be read: " + failed.getMessage(), failed);
        }
    }

    private void describe(HttpServerResponse response, String format) {
        String type = switch (format) {
            case CSV -> "text/csv; charset=utf-8; header=present";
            case "parquet" -> "application/vnd.apache.parquet";
            default -> "application/x-ndjson";
        };
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(
                        "Content-Disposition",
                        "attachment; filename=\"tailrace-" + IN_NAME.format(clock.instant()) + "." + format + "\"");
    }
}
