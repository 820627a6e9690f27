package io.tailrace.entry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A movable look at one entry of a block: it compares bytes where they lie and allocates nothing for that, and copies
 * out only what is asked for. Owned by one thread; {@link #at} must be called before anything else.
 */
public final class EntryView {

    private @Nullable EntryBlock block;
    private byte[] bytes = {};
    private int index;
    private byte traits;

    // What was made of the entry's texts, kept until the view moves, so that many conditions on them make it once.
    private byte @Nullable [] seen;
    private @Nullable String message;
    private byte @Nullable [] rewritten;
    private final Details details = new Details();

    /** Moves this view to an entry. */
    public EntryView at(EntryBlock newBlock, int newIndex) {
        block = newBlock;
        bytes = newBlock.bytes();
        index = newIndex;
        traits = newBlock.traits(newIndex);
        seen = null;
        message = null;
        rewritten = null;
        details.clear();
        return this;
    }

    public long id() {
        return block().firstId() + index;
    }

    public Level level() {
        return Level.ofSeverity(traits & EntryLayout.LEVEL_BITS);
    }

    /** Whether the message is ASCII with nothing escaped, so that its bytes are its characters. */
    public boolean hasPlainMessage() {
        return (traits & EntryLayout.PLAIN_MESSAGE) != 0;
    }

    public byte[] bytes() {
        return bytes;
    }

    /** Where the message's text starts, behind its quote. */
    public int messageStart() {
        int levelLength = level().text().length();
        return end(EntryLayout.SERVICE_END) + EntryLayout.LEVEL.length + levelLength + EntryLayout.MESSAGE.length + 1;
    }

    /** Where the message's text ends, before its quote. */
    public int messageEnd() {
        return end(EntryLayout.MESSAGE_END) - 1;
    }

    /** The message's text as filters see it. */
    public String message() {
        String text = message;
        if (text == null) {
            int from = messageStart();
            text = hasPlainMessage()
                    ? new String(bytes, from, messageEnd() - from, StandardCharsets.ISO_8859_1)
                    : new String(seenMessage(), StandardCharsets.UTF_8);
            message = text;
        }
        return text;
    }

    /** The message's text as filters see it, in UTF-8: unescaped, and without the colours of a terminal. */
    public byte[] seenMessage() {
        byte[] text = seen;
        if (text == null) {
            text = ColourCodes.without(messageText());
            seen = text;
        }
        return text;
    }

    /** The message's text as a function rewrites it, in UTF-8; it is always to be asked with the same function. */
    public byte[] rewrittenMessage(UnaryOperator<String> rewriting) {
        byte[] text = rewritten;
        if (text == null) {
            text = rewriting.apply(message()).getBytes(StandardCharsets.UTF_8);
            rewritten = text;
        }
        return text;
    }

    /** The message's text as it was sent, unescaped, in UTF-8. */
    public byte[] messageText() {
        int from = messageStart();
        int to = messageEnd();
        return hasPlainMessage() ? Arrays.copyOfRange(bytes, from, to) : JsonText.unescape(bytes, from, to);
    }

    /** The service's text, unescaped, in UTF-8. */
    public byte[] serviceText() {
        return JsonText.unescape(bytes, serviceStart() + 1, serviceEnd() - 1);
    }

    /** Whether the service equals a JSON string, given with its quotes in canonical form. */
    public boolean serviceIs(byte[] quoted) {
        int to = end(EntryLayout.SERVICE_END);
        int from = to - quoted.length;
        return from == serviceStart() && Arrays.equals(bytes, from, to, quoted, 0, quoted.length);
    }

    public boolean hasTags() {
        return bytes[tagsStart() + 1] == '"';
    }

    /** Whether one of the tags passes. */
    public boolean anyTag(ValueTest test) {
        int at = tagsStart() + 1;
        while (bytes[at] == '"') {
            int to = EntryScanner.string(bytes, at);
            if (test.passes(bytes, at, to)) {
                return true;
            }
            at = bytes[to] == ',' ? to + 1 : to;
        }
        return false;
    }

    /** Where the user id lies, if it has one. */
    public long userIdSpan() {
        return EntryScanner.member(bytes, metadataEnd(), EntryLayout.USER_ID);
    }

    /** Where the trace id's JSON string lies, if it has one. */
    public long traceIdSpan() {
        return EntryScanner.member(bytes, metadataEnd(), EntryLayout.TRACE_ID);
    }

    /** Where the span id's JSON string lies, if it has one. */
    public long spanIdSpan() {
        return EntryScanner.member(bytes, metadataEnd(), EntryLayout.SPAN_ID);
    }

    /** Where the metadata value on a path lies, if it is there; the first one, if there are several. */
    public long metadataSpan(MetadataPath path) {
        return path.find(bytes, metadataStart());
    }

    /** Whether one of the metadata values on a path passes. */
    public boolean anyMetadata(MetadataPath path, ValueTest test) {
        return path.any(bytes, metadataStart(), test);
    }

    /** What the entry says beside its message, with its texts as a function folds them; always to be asked with the same one. */
    public Details details(UnaryOperator<String> folding) {
        if (!details.isMade()) {
            details.make(bytes, serviceStart(), serviceEnd(), tagsStart(), end(), folding);
        }
        return details;
    }

    /** Whether {@link #details} was asked for since the view moved, so that it costs nothing to ask again. */
    public boolean hasDetails() {
        return details.isMade();
    }

    /** Hands over the text of each tag. */
    public void forEachTag(Consumer<String> tag) {
        boolean _ = anyTag((json, from, to) -> {
            tag.accept(new String(JsonText.unescape(json, from + 1, to - 1), StandardCharsets.UTF_8));
            return false;
        });
    }

    public boolean userIdIs(byte[] digits) {
        return trailingIs(EntryLayout.USER_ID, digits);
    }

    /** Whether the trace id equals a JSON string, given with its quotes in canonical form. */
    public boolean traceIdIs(byte[] quoted) {
        return trailingIs(EntryLayout.TRACE_ID, quoted);
    }

    /** Whether the span id equals a JSON string, given with its quotes in canonical form. */
    public boolean spanIdIs(byte[] quoted) {
        return trailingIs(EntryLayout.SPAN_ID, quoted);
    }

    /** The user's id; empty if there is none. */
    public OptionalLong userId() {
        long span = userIdSpan();
        return span == Span.NONE ? OptionalLong.empty() : OptionalLong.of(integer(span));
    }

    /** The integer that lies there. */
    public long integer(long span) {
        return JsonText.integer(bytes, Span.start(span), Span.end(span));
    }

    /** The trace id's text, unescaped, in UTF-8; null if there is none. */
    public byte @Nullable [] traceIdText() {
        return text(traceIdSpan());
    }

    /** The span id's text, unescaped, in UTF-8; null if there is none. */
    public byte @Nullable [] spanIdText() {
        return text(spanIdSpan());
    }

    private byte @Nullable [] text(long span) {
        return span == Span.NONE ? null : JsonText.of(bytes, Span.start(span), Span.end(span));
    }

    private boolean trailingIs(byte[] key, byte[] value) {
        long span = EntryScanner.member(bytes, metadataEnd(), key);
        return span != Span.NONE && Arrays.equals(bytes, Span.start(span), Span.end(span), value, 0, value.length);
    }

    /** When it happened, in microseconds. */
    public long timestamp() {
        int at = start() + EntryLayout.ID.length + JsonBuffer.digits(id()) + EntryLayout.TIMESTAMP.length;
        return Rfc3339.read(bytes, at);
    }

    /** Where everything behind the id and the times starts: {@code "service":…}. */
    public int bodyStart() {
        return start() + EntryLayout.HEAD_LENGTH + JsonBuffer.digits(id());
    }

    /** Where the service's JSON string lies. */
    public long serviceSpan() {
        return Span.of(serviceStart(), serviceEnd());
    }

    /** Where the service's JSON string starts, with its quote. */
    public int serviceStart() {
        return bodyStart() + EntryLayout.SERVICE.length;
    }

    public int serviceEnd() {
        return end(EntryLayout.SERVICE_END);
    }

    /** Where the JSON array of the tags starts. */
    public int tagsStart() {
        return end(EntryLayout.MESSAGE_END) + EntryLayout.TAGS.length;
    }

    public int tagsEnd() {
        return end(EntryLayout.TAGS_END);
    }

    /** Copies the JSON array of the tags. */
    public byte[] tagsJson() {
        return Arrays.copyOfRange(bytes, tagsStart(), tagsEnd());
    }

    /** Copies the JSON object of the metadata. */
    public byte[] metadataJson() {
        return Arrays.copyOfRange(bytes, metadataStart(), metadataEnd());
    }

    /** Where the JSON object of the metadata starts. */
    public int metadataStart() {
        return end(EntryLayout.TAGS_END) + EntryLayout.METADATA.length;
    }

    public int metadataEnd() {
        return end(EntryLayout.METADATA_END);
    }

    /** Where the entry's wire JSON ends, with its brace. */
    public int end() {
        return end(EntryLayout.END);
    }

    private int start() {
        return block().start(index);
    }

    private int end(int field) {
        return block().end(index, field);
    }

    private EntryBlock block() {
        if (block == null) {
            throw new IllegalStateException("the view is not at an entry yet");
        }
        return block;
    }
}
