package io.tailrace.http.page;

import io.tailrace.http.answer.Answers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the page from the program itself. Nobody keeps the first file, and a browser keeps all others for good, as their
 * addresses change with their content.
 *
 * <p>The files are read and compressed once, on a thread of their own: when the server is ready, as its start should not
 * wait for them, or at the first request before that. A request that comes too early is answered when they are ready; no
 * event loop waits.
 */
public final class PageRoute {

    private static final Logger LOG = LoggerFactory.getLogger(PageRoute.class);

    private static final String INDEX = "/";
    private static final String KEEP_FOR_GOOD = "public, max-age=31536000, immutable";

    /** For a file that someone opens by itself, such as the icon, which could hold a script. */
    private static final String NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'";

    /** The page copies to the clipboard, and needs nothing else that a browser could grant it. */
    private static final String PERMISSIONS =
            "clipboard-write=(self), clipboard-read=(), accelerometer=(), autoplay=(),"
                    + " camera=(), display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(),"
                    + " magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(),"
                    + " publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()";

    private final PageSource source;
    private final Promise<PageFiles> page = Promise.promise();
    private final AtomicBoolean isBegun = new AtomicBoolean();

    public PageRoute(PageSource source) {
        this.source = source;
    }

    /** The page's files by their names, such as {@code list/entry-list.js}, as {@link ProgramFiles} reads them. */
    public interface PageSource {
        SortedMap<String, byte[]> read() throws IOException;
    }

    /** Begins to read and compress the files, unless that was begun. Returns at once; called by any thread. */
    public void prepare() {
        if (isBegun.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("page-files").start(this::makePage);
        }
    }

    private void makePage() {
        try {
            PageFiles files = PageFiles.of(source.read());
            Set<String> missing = files.modules().missing();
            if (!missing.isEmpty()) {
                LOG.warn("The page imports modules that it does not have: {}", missing);
            }
            page.complete(files);
        } catch (Throwable broken) {
            page.fail(broken);
        }
    }

    /** Answers for every path that is nothing else's, by any method. */
    public void handle(RoutingContext routing) {
        Future<PageFiles> files = page.future();
        if (files.succeeded()) {
            answer(routing, files.result());
            return;
        }
        prepare();
        Context loop = routing.vertx().getOrCreateContext();
        files.onComplete(made -> loop.runOnContext(_ -> {
            if (made.succeeded()) {
                answer(routing, made.result());
            } else {
                routing.fail(made.cause());
            }
        }));
    }

    private static void answer(RoutingContext routing, PageFiles files) {
        HttpServerRequest request = routing.request();
        HttpServerResponse response = routing.response();
        boolean isIndex = request.path().equals(INDEX);
        PageFile file = isIndex ? files.index() : files.at(request.path()).orElse(null);
        if (file == null) {
            Answers.error(
                    response, 404, "not_found", "there is nothing here; the page is at / and the API below /api/logs");
            return;
        }
        HttpMethod method = request.method();
        if (method.equals(HttpMethod.OPTIONS)) {
            Answers.options(response, "GET, HEAD");
            return;
        }
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            Answers.methodNotAllowed(response, "GET, HEAD");
            return;
        }
        if (!isIndex) {
            response.putHeader(HttpHeaders.CACHE_CONTROL, KEEP_FOR_GOOD);
        }
        response.putHeader("Content-Security-Policy", isIndex ? files.contentSecurityPolicy() : NOTHING_RUNS)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer");
        if (isIndex) {
            response.putHeader("Cross-Origin-Opener-Policy", "same-origin")
                    .putHeader("Permissions-Policy", PERMISSIONS);
        }
        send(request, file);
    }

    private static void send(HttpServerRequest request, PageFile file) {
        HttpServerResponse response = request.response()
                .putHeader(HttpHeaders.ETAG, file.etag())
                .putHeader(HttpHeaders.VARY, "Accept-Encoding");
        String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        if (known != null && file.isNamedIn(known)) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.type());
        List<String> encodings = request.headers().getAll(HttpHeaders.ACCEPT_ENCODING);
        if (file.gzip().isPresent() && AcceptedEncodings.takeGzip(encodings)) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip")
                    .end(file.gzip().get());
        } else {
            response.end(file.plain());
        }
    }
}
