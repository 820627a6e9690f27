package io.tailrace.cli.history;

import java.nio.file.Path;
import java.util.Locale;

/** What an export is written as, under the names of the wire contract. */
enum ExportFormat {
    NDJSON("application/x-ndjson"),
    CSV("text/csv"),
    PARQUET("application/vnd.apache.parquet");

    private final String mediaType;

    ExportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether an answer of this content type can be an export of this format. */
    boolean isDeclaredBy(String contentType) {
        return contentType.split(";", 2)[0].strip().equalsIgnoreCase(mediaType);
    }

    /** What the name of a file says; NDJSON if it says nothing. */
    static ExportFormat ofName(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".parquet")) {
            return PARQUET;
        }
        return name.endsWith(".csv") ? CSV : NDJSON;
    }
}
