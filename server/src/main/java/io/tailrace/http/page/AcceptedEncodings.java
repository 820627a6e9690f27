package io.tailrace.http.page;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which encodings of an answer a client takes, as its {@code Accept-Encoding} headers say. */
final class AcceptedEncodings {

    private static final Pattern REFUSING = Pattern.compile("q\\s*=\\s*0(\\.0*)?");

    private AcceptedEncodings() {}

    /** Whether gzip is taken: by its name, or else as one of all; a weight of 0 refuses. */
    static boolean takeGzip(List<String> headers) {
        boolean any = false;
        for (String header : headers) {
            for (String element : header.toLowerCase(Locale.ROOT).split(",", -1)) {
                int semicolon = element.indexOf(';');
                String coding = (semicolon < 0 ? element : element.substring(0, semicolon)).strip();
                boolean isTaken = semicolon < 0
                        || !REFUSING.matcher(element.substring(semicolon + 1).strip())
                                .matches();
                switch (coding) {
                    case "gzip", "x-gzip" -> {
                        return isTaken;
                    }
                    case "*" -> any = isTaken;
                    default -> {
                        // Another encoding; this server has no file in it.
                    }
                }
            }
        }
        return any;
    }
}
