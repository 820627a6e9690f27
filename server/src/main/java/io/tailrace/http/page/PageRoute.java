package io.tailrace.http.page;

import io.tailrace.http.answer.Answers;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the page and the documents from the program itself. Nobody keeps the first file, and a browser keeps all others for good, as their
 * addresses change with their content.
 *
 * <p>The page's files are read and compressed once, when the server is ready, as its start should not wait for them, or at
 * the first request before that; the documents when the first of them is asked for.
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

    private final MadeOnce<PageFiles> page;
    private final PageSource documents;

    /** Each version of the page has the documents that link to its style, so they are made of it. */
    private final MadeOnce<Documents> documentPages;

    private volatile String pageAddress = "";

    /** @param documents the documents and the files that they show, by their names */
    public PageRoute(PageSource source, PageSource documents) {
        this.documents = documents;
        page = new MadeOnce<>("page-files", () -> madePage(source));
        documentPages = new MadeOnce<>("page-documents", this::madeDocuments);
    }

    /** Files by their names, such as {@code list/entry-list.js}, as {@link ProgramFiles} reads them. */
    public interface PageSource {
        SortedMap<String, byte[]> read() throws IOException;
    }

    /** Begins to read and compress the page's files, unless that was begun. Returns at once; called by any thread. */
    public void prepare() {
        page.begin();
    }

    private PageFiles madePage(PageSource source) throws IOException {
        PageFiles files = PageFiles.of(source.read());
        Set<String> missing = files.modules().missing();
        if (!missing.isEmpty()) {
            LOG.warn("The page imports modules that it does not have: {}", missing);
        }
        pageAddress = files.address();
        return files;
    }

    private Documents madeDocuments() throws IOException {
        return Documents.of(documents.read(), pageAddress);
    }

    /** Answers for every path that is nothing else's, by any method. */
    public void handle(RoutingContext routing) {
        String path = routing.request().path();
        boolean isDocument = path.equals(Documents.LIST) || path.startsWith(Documents.FOLDER);
        page.use(routing, files -> {
            if (isDocument) {
                documentPages.use(routing, pages -> answerDocument(routing, pages));
            } else {
                answer(routing, files);
            }
        });
    }

    private static void answerDocument(RoutingContext routing, Documents documents) {
        HttpServerRequest request = routing.request();
        HttpServerResponse response = routing.response();
        Optional<PageFile> file = documents.at(request.path());
        Optional<String> elsewhere = documents.movedFrom(request.path());
        if (file.isEmpty() && elsewhere.isEmpty()) {
            Answers.error(response, 404, "not_found", "there is no such document; /docs lists them");
        } else if (isRead(request)) {
            if (file.isEmpty()) {
                response.setStatusCode(302)
                        .putHeader(HttpHeaders.LOCATION, elsewhere.get())
                        .end();
                return;
            }
            secure(response, Documents.POLICY);
            send(request, file.get());
        }
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
        if (!isRead(request)) {
            return;
        }
        if (!isIndex) {
            response.putHeader(HttpHeaders.CACHE_CONTROL, KEEP_FOR_GOOD);
        }
        secure(response, isIndex ? files.contentSecurityPolicy() : NOTHING_RUNS);
        if (isIndex) {
            response.putHeader("Cross-Origin-Opener-Policy", "same-origin")
                    .putHeader("Permissions-Policy", PERMISSIONS);
        }
        send(request, file);
    }

    /** Whether it is; if not, it was answered what can be done instead. */
    private static boolean isRead(HttpServerRequest request) {
        HttpMethod method = request.method();
        if (method.equals(HttpMethod.OPTIONS)) {
            Answers.options(request.response(), "GET, HEAD");
            return false;
        }
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            Answers.methodNotAllowed(request.response(), "GET, HEAD");
            return false;
        }
        return true;
    }

    private static void secure(HttpServerResponse response, String policy) {
        response.putHeader("Content-Security-Policy", policy)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer");
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
