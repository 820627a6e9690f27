package io.tailrace.http.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.tailrace.entry.Drafts;
import io.tailrace.entry.EntryLimits;
import io.tailrace.entry.EntryParser;
import io.tailrace.entry.Utf8;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads request bodies of every shape into drafts. Holds no state of a request, so any thread may use it. */
public final class BodyParser {

    /** One entry, an array of them, or an object that holds an array under this key. */
    private static final String ENVELOPE = "logs";

    private static final String PROJECT = "project_slug";

    /** As each entry gets a copy, a long one would make a small body large. */
    private static final int MAX_PROJECT = 100;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = LOW_BITS << 7;
    private static final long NEWLINES = LOW_BITS * '\n';

    private final JsonFactory json;
    private final EntryLimits limits;

    public BodyParser(EntryLimits limits, int maxBodyBytes) {
        this.limits = limits;
        // Numbers are copied as text and entries have a depth limit of their own, so these only guard the parser
        // itself.
        json = new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNumberLength(maxBodyBytes)
                        .maxStringLength(maxBodyBytes)
                        .maxNameLength(maxBodyBytes)
                        .build())
                .build();
    }

    /** Reads a JSON document. */
    IngestBody parseJson(byte[] given) throws BodyException {
        byte[] body = withoutByteOrderMark(given);
        if (!Utf8.isValid(body, 0, body.length)) {
            throw new BodyException(400, "invalid_utf8", "the body is not valid UTF-8");
        }
        EntryParser entries = new EntryParser(json, limits);
        try (JsonParser parser = json.createParser(body)) {
            IngestBody result = switch (parser.nextToken()) {
                case START_ARRAY -> array(parser, entries, body.length);
                case START_OBJECT -> object(parser, entries, body);
                case null -> throw new BodyException(400, "empty_body", "the body is empty");
                default ->
                    throw new BodyException(
                            400, "invalid_entry", "the body must be an entry, an array of entries or {\"logs\": […]}");
            };
            if (parser.nextToken() != null) {
                throw new BodyException(
                        400,
                        "invalid_json",
                        "there is more behind the JSON document; send one entry a line as application/x-ndjson");
            }
            return result;
        } catch (JsonProcessingException notJson) {
            throw new BodyException(400, "invalid_json", "the body is not JSON: " + explain(notJson));
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory failed", impossible);
        }
    }

    private static IngestBody array(JsonParser parser, EntryParser entries, int expectedBytes) throws IOException {
        IngestBody result = new IngestBody(new Drafts(expectedBytes), false);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (result.isGivenUp()) {
                parser.skipChildren();
                result.pass();
            } else {
                entries.parse(parser, result.drafts).ifPresent(result::reject);
            }
        }
        return result;
    }

    private IngestBody object(JsonParser parser, EntryParser entries, byte[] body) throws IOException, BodyException {
        Envelope envelope = envelope(body);
        if (!envelope.isOne) {
            IngestBody result = new IngestBody(new Drafts(body.length), true);
            entries.parse(parser, result.drafts).ifPresent(result::reject);
            return result;
        }
        entries.inheritProject(envelope.project);
        IngestBody result = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean isLogs = parser.currentName().equals(ENVELOPE);
            JsonToken value = parser.nextToken();
            if (!isLogs) {
                parser.skipChildren();
            } else if (result == null && value == JsonToken.START_ARRAY) {
                result = array(parser, entries, body.length);
            } else {
                throw new BodyException(400, "invalid_entry", "logs is given twice");
            }
        }
        if (result == null) {
            throw new IllegalStateException("the envelope lost its entries");
        }
        return result;
    }

    /** Whether an object is an envelope around entries, and the project that it gives them. */
    private record Envelope(boolean isOne, @Nullable String project) {}

    /** Looks at the keys of an object before it is read, as the project may stand behind the entries. */
    private Envelope envelope(byte[] body) throws IOException, BodyException {
        boolean hasLogs = false;
        boolean hasMessage = false;
        String project = null;
        boolean badProject = false;
        try (JsonParser parser = json.createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                hasMessage |= key.equals("message");
                hasLogs |= key.equals(ENVELOPE) && value == JsonToken.START_ARRAY;
                if (key.equals(PROJECT) && value != JsonToken.VALUE_NULL) {
                    badProject = value != JsonToken.VALUE_STRING;
                    project = badProject ? null : parser.getText();
                }
                parser.skipChildren();
            }
        }
        boolean isOne = hasLogs && !hasMessage;
        if (isOne && badProject) {
            throw new BodyException(400, "invalid_entry", "project_slug must be a string");
        }
        if (isOne && project != null && project.codePointCount(0, project.length()) > MAX_PROJECT) {
            throw new BodyException(400, "invalid_entry", "project_slug is longer than " + MAX_PROJECT + " characters");
        }
        if (isOne && project != null && !Utf8.wellFormed(project).equals(project)) {
            throw new BodyException(
                    400,
                    "invalid_entry",
                    "project_slug has half of a surrogate pair without its other half, which is no character");
        }
        return new Envelope(isOne, project);
    }

    /** Reads one entry a line. A bad line costs nothing but itself. */
    IngestBody parseLines(byte[] given) {
        byte[] body = withoutByteOrderMark(given);
        IngestBody result = new IngestBody(new Drafts(body.length), false);
        new Lines(body, result).read();
        return result;
    }

    /**
     * One pass over the lines of a body. One JSON parser reads on from line to line until a line is bad. A bad line may
     * have led it astray far behind its end, so the line after it gets a parser of its own, which stops there: else many
     * bad lines could make each other be read again and again.
     */
    private final class Lines {

        private final byte[] body;
        private final IngestBody result;
        private final EntryParser entries = new EntryParser(json, limits);
        private @Nullable JsonParser parser;
        private int parserStart;
        private boolean afterBad;

        Lines(byte[] body, IngestBody result) {
            this.body = body;
            this.result = result;
        }

        void read() {
            int start = 0;
            while (start < body.length) {
                int end = lineEnd(body, start);
                if (!isBlank(start, end)) {
                    if (result.isGivenUp()) {
                        result.pass();
                    } else {
                        read(start, end);
                    }
                }
                start = end + 1;
            }
            forgetParser();
        }

        private void read(int start, int end) {
            Optional<String> broken = line(start, end);
            if (broken.isPresent() || afterBad) {
                forgetParser();
            }
            afterBad = broken.isPresent();
            broken.ifPresent(result::reject);
        }

        /** A parser that is closed gives its buffers to the next one, which costs little then. */
        private void forgetParser() {
            JsonParser last = parser;
            parser = null;
            if (last != null) {
                try {
                    last.close();
                } catch (IOException impossible) {
                    throw new UncheckedIOException("closing a reader of memory failed", impossible);
                }
            }
        }

        private Optional<String> line(int start, int end) {
            if (!Utf8.isValid(body, start, end)) {
                return Optional.of("the line is not valid UTF-8");
            }
            try {
                JsonParser reader = parser;
                if (reader == null) {
                    reader = json.createParser(body, start, (afterBad ? end : body.length) - start);
                    parser = reader;
                    parserStart = start;
                }
                reader.nextToken();
                Optional<String> broken = entries.parse(reader, result.drafts);
                int reached = parserStart + (int) reader.currentLocation().getByteOffset();
                if (broken.isPresent() || (reached <= end && isBlank(reached, end))) {
                    return broken;
                }
                result.drafts.removeLast();
                return Optional.of("a line must hold one JSON object and nothing else");
            } catch (JsonProcessingException notJson) {
                return Optional.of("the line is not JSON: " + explain(notJson));
            } catch (IOException impossible) {
                throw new UncheckedIOException("reading from memory failed", impossible);
            }
        }

        private boolean isBlank(int from, int to) {
            for (int at = from; at < to; at++) {
                if (body[at] != ' ' && body[at] != '\t' && body[at] != '\r') {
                    return false;
                }
            }
            return true;
        }
    }

    /** Where the line that starts here ends; eight bytes are looked at in one go. */
    private static int lineEnd(byte[] body, int start) {
        int at = start;
        for (; at <= body.length - Long.BYTES; at += Long.BYTES) {
            long differences = (long) LONGS.get(body, at) ^ NEWLINES;
            long zeros = (differences - LOW_BITS) & ~differences & HIGH_BITS;
            if (zeros != 0) {
                return at + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
        }
        while (at < body.length && body[at] != '\n') {
            at++;
        }
        return at;
    }

    /** Says in plain words where JSON is broken; the parser's own words are for programmers. */
    private static String explain(JsonProcessingException notJson) {
        if (notJson instanceof StreamConstraintsException) {
            return "it is nested too deep";
        }
        JsonLocation place = notJson.getLocation();
        return notJson instanceof JsonEOFException || place == null
                ? "it ends too early"
                : "it is broken at line " + place.getLineNr() + ", column " + place.getColumnNr();
    }

    /** Some programs begin UTF-8 with a mark that says nothing. */
    private static byte[] withoutByteOrderMark(byte[] body) {
        boolean marked = body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
        return marked ? Arrays.copyOfRange(body, 3, body.length) : body;
    }
}
