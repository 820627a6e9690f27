package io.tailrace.bench.micro;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.tailrace.bench.load.Corpus;
import io.tailrace.entry.Drafts;
import io.tailrace.entry.EntryLimits;
import io.tailrace.entry.EntryParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A number of believable entries as a sender gives them, one a line. One thread's. */
final class SampleEntries {

    static final EntryLimits LIMITS = new EntryLimits(256 * 1024);

    private final int count;
    private final byte[] lines;
    private final JsonFactory json = new JsonFactory();
    private final EntryParser parser = new EntryParser(json, LIMITS);

    SampleEntries(int count) {
        this.count = count;
        Corpus corpus = new Corpus(count);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("{\"timestamp\":\"2026-11-22T10:30:00.%06dZ\"".formatted(i))
                    .append(corpus.entryTail())
                    .append('\n');
        }
        lines = text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Parses all of them anew. */
    Drafts drafts() {
        Drafts drafts = new Drafts(lines.length);
        try (JsonParser source = json.createParser(lines)) {
            for (int i = 0; i < count; i++) {
                source.nextToken();
                Optional<String> broken = parser.parse(source, drafts);
                if (broken.isPresent()) {
                    throw new IllegalStateException(broken.get());
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory failed", impossible);
        }
        return drafts;
    }
}
