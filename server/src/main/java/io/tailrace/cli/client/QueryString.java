package io.tailrace.cli.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/** The parameters behind the question mark of a request, encoded as they are added. */
public final class QueryString {

    private final StringJoiner encoded = new StringJoiner("&");

    public QueryString add(String name, String value) {
        // "+" for a space is right in a form only; "%20" is right everywhere.
        encoded.add(
                name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
        return this;
    }

    /** Without the question mark; empty if nothing was added. */
    @Override
    public String toString() {
        return encoded.toString();
    }
}
