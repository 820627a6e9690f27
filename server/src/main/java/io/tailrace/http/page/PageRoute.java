package io.tailrace.http.page;

import io.tailrace.http.answer.Answers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Serves the page's files from the program itself. A browser keeps them and asks whether they changed. */
public final class PageRoute {

    private static final String FOLDER = "/ui/";
    private static final String INDEX = "index.html";
    private static final Pattern FILE = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9]+)+");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    /** Only what this server serves itself may run or be loaded, and nobody may frame the page. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Map<String, Asset> assets = new ConcurrentHashMap<>();

    private record Asset(Buffer bytes, String type, String etag) {}

    /** Answers for every path that is nothing else's, by any method. */
    public void handle(RoutingContext routing) {
        String path = routing.request().path().substring(1);
        String name = path.isEmpty() ? INDEX : path;
        Asset asset = FILE.matcher(name).matches() ? asset(name) : null;
        HttpServerResponse response = routing.response();
        if (asset == null) {
            Answers.error(
                    response, 404, "not_found", "there is nothing here; the page is at / and the API below /api/logs");
            return;
        }
        HttpMethod method = routing.request().method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            Answers.methodNotAllowed(response, "GET, HEAD");
            return;
        }
        response.putHeader(HttpHeaders.ETAG, asset.etag)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer");
        if (isKnown(asset, routing.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, asset.type).end(asset.bytes);
        }
    }

    /** Whether the browser has this file: it names one or more tags, which a proxy may have marked as weak, or any. */
    private static boolean isKnown(Asset asset, @Nullable String ifNoneMatch) {
        return ifNoneMatch != null
                && (ifNoneMatch.contains(asset.etag) || ifNoneMatch.strip().equals("*"));
    }

    private @Nullable Asset asset(String name) {
        Asset known = assets.get(name);
        if (known != null) {
            return known;
        }
        Asset read = read(name);
        if (read != null) {
            assets.put(name, read);
        }
        return read;
    }

    private static @Nullable Asset read(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        try (InputStream in = PageRoute.class.getResourceAsStream(FOLDER + name)) {
            if (in == null || type == null) {
                return null;
            }
            byte[] bytes = in.readAllBytes();
            CRC32C crc = new CRC32C();
            crc.update(bytes, 0, bytes.length);
            return new Asset(Buffer.buffer(bytes), type, '"' + HexFormat.of().toHexDigits((int) crc.getValue()) + '"');
        } catch (IOException broken) {
            throw new UncheckedIOException("the program's own file " + name + " cannot be read", broken);
        }
    }
}
