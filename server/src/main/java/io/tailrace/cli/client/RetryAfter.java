package io.tailrace.cli.client;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/** The {@code Retry-After} header: how long a server wants to be left alone. */
public final class RetryAfter {

    /** A server that asks for more than this is broken or not ours. */
    private static final long LONGEST_SECONDS = 3600;

    private RetryAfter() {}

    /** Zero when the header is absent or is a date, which Tailrace never sends. */
    public static Duration of(HttpHeaders headers) {
        Optional<String> value = headers.firstValue("Retry-After").map(String::strip);
        return value.filter(text -> text.matches("\\d{1,9}"))
                .map(text -> Duration.ofSeconds(Math.min(LONGEST_SECONDS, Long.parseLong(text))))
                .orElse(Duration.ZERO);
    }
}
