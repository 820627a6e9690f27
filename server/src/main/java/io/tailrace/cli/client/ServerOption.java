package io.tailrace.cli.client;

import java.net.http.HttpClient;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The flag that says which server a command talks to, and the HTTP client for it. */
public final class ServerOption {

    /** How long an unanswered connection attempt is waited for. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8082",
            converter = ServerUrl.Converter.class,
            description = "The server (default: ${DEFAULT-VALUE}).")
    private ServerUrl url = ServerUrl.parse("http://127.0.0.1:8082");

    public ServerUrl url() {
        return url;
    }

    /** A client of its own; the caller closes it, or leaves that to the end of the process. */
    public static HttpClient newHttpClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }
}
