package io.tailrace.cli.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where a server is: {@code http://host:port}, possibly with a path in front of everything, as behind a proxy.
 *
 * <p>Without a scheme it is taken as {@code http}.
 */
public final class ServerUrl {

    private final URI base;

    private ServerUrl(URI base) {
        this.base = base;
    }

    /** Throws {@link IllegalArgumentException}, whose message is for the person who wrote {@code text}. */
    public static ServerUrl parse(String text) {
        String full = text.contains("://") ? text : "http://" + text;
        try {
            URI uri = new URI(full.replaceFirst("/+$", ""));
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean known = scheme.equals("http") || scheme.equals("https");
            if (known && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null) {
                return new ServerUrl(uri);
            }
        } catch (URISyntaxException e) {
            // Told below, in words for the person who typed it.
        }
        throw new IllegalArgumentException(
                "'" + text + "' is not the address of a server: write it like http://127.0.0.1:8082");
    }

    public URI http(String path) {
        return URI.create(base + path);
    }

    /** The same server, for a WebSocket; {@code query} is already encoded, without its question mark. */
    public URI webSocket(String path, String query) {
        String address = base.toString().replaceFirst("^(?i)http", "ws");
        return URI.create(address + path + (query.isEmpty() ? "" : "?" + query));
    }

    @Override
    public String toString() {
        return base.toString();
    }

    /** Lets picocli read the address. */
    static final class Converter implements ITypeConverter<ServerUrl> {
        @Override
        public ServerUrl convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
