package io.tailrace.http.access;

import io.tailrace.http.answer.Answers;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may use this server. A {@code Host} that is neither a loopback name nor allowed is refused, so that no
 * page reaches a local server by DNS rebinding; a page of another origin may open no stream and read no answer unless its
 * origin is allowed. Immutable.
 */
public final class AccessRules {

    private static final String ANY = "*";
    private static final int MISDIRECTED_REQUEST = 421;

    private final Set<String> allowedHosts;
    private final Set<String> allowedOrigins;

    /**
     * @param allowedHosts host names without port, beside the loopback names; {@code *} for any
     * @param allowedOrigins like {@code https://logs.example.com}; {@code *} for any
     */
    public AccessRules(Set<String> allowedHosts, Set<String> allowedOrigins) {
        this.allowedHosts = lowerCase(allowedHosts);
        this.allowedOrigins = lowerCase(allowedOrigins);
    }

    private static Set<String> lowerCase(Set<String> names) {
        return Set.copyOf(
                names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
    }

    /**
     * Checks the host of a request, and answers the browser's questions about origins.
     *
     * @return whether the request may go on; else it was answered
     */
    public boolean admit(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        HostAndPort authority = request.authority();
        if (authority == null && !mayOmitHost(request)) {
            Answers.error(response, 400, "invalid_request", "the request does not name its host");
            return false;
        }
        if (authority != null && !isHostAllowed(authority.host())) {
            Answers.error(
                    response,
                    MISDIRECTED_REQUEST,
                    "host_not_allowed",
                    "this server does not answer for the host name in the request; allow it with --allow-host");
            return false;
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        boolean asksForOptions = request.method().equals(HttpMethod.OPTIONS);
        if (origin != null) {
            response.putHeader(HttpHeaders.VARY, "Origin");
            if (isOriginListed(origin)) {
                allow(response, origin, asksForOptions);
            }
        }
        if (request.method().equals(HttpMethod.POST) && !isOriginAllowed(request)) {
            // Its browser lets a page send simple requests anywhere; it only may not see the answers.
            refuseOrigin(response);
            return false;
        }
        return true;
    }

    /** Answers that pages of the request's origin may not do this. */
    public static void refuseOrigin(HttpServerResponse response) {
        Answers.error(
                response,
                403,
                "origin_not_allowed",
                "pages of this origin may neither write nor open streams; see --allow-origin");
    }

    /** Browsers always name the host; what checks a server's health may not know of it. */
    private static boolean mayOmitHost(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_0 && request.getHeader(HttpHeaders.HOST) == null;
    }

    private static void allow(HttpServerResponse response, String origin, boolean asksForOptions) {
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "Location, Retry-After");
        if (asksForOptions) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST")
                    .putHeader(
                            HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
                            "Content-Type, Content-Encoding, Accept, Last-Event-ID")
                    .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600");
        }
    }

    /** Whether a request that is more than looking is allowed: it has no origin, or this server's, or a listed one. */
    public boolean isOriginAllowed(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin == null || isOriginListed(origin) || isSameOrigin(origin, request);
    }

    private boolean isOriginListed(String origin) {
        return allowedOrigins.contains(ANY) || allowedOrigins.contains(origin.toLowerCase(Locale.ROOT));
    }

    private static boolean isSameOrigin(String origin, HttpServerRequest request) {
        URI uri = parse(origin);
        String forwardedHost = request.getHeader("X-Forwarded-Host");
        HostAndPort host = forwardedHost == null ? request.authority() : firstForwarded(forwardedHost);
        if (uri == null || uri.getHost() == null || host == null) {
            return false;
        }
        int defaultPort = "https".equals(uri.getScheme()) ? 443 : 80;
        int originPort = uri.getPort() < 0 ? defaultPort : uri.getPort();
        int hostPort = host.port() < 0 ? defaultPort : host.port();
        return uri.getHost().equalsIgnoreCase(bracketed(host.host())) && originPort == hostPort;
    }

    /** Each proxy adds its own name behind a comma; the first is the one that the browser used. */
    private static @Nullable HostAndPort firstForwarded(String header) {
        return HostAndPort.parseAuthority(header.split(",", 2)[0].strip(), -1);
    }

    private static @Nullable URI parse(String origin) {
        try {
            return new URI(origin);
        } catch (URISyntaxException notAnOrigin) {
            return null;
        }
    }

    private boolean isHostAllowed(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return allowedHosts.contains(ANY) || allowedHosts.contains(name) || isLoopback(name);
    }

    private static boolean isLoopback(String name) {
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.matches("127(\\.\\d{1,3}){3}")
                || bracketed(name).equals("[::1]");
    }

    /** IPv6 addresses stand in brackets in URIs. */
    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
