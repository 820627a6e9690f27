package io.tailrace.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tailrace.entry.EntryView;
import io.tailrace.entry.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pattern of messages that differ only in numbers, ids, addresses and times, for each of which a name stands in it:
 * {@code GET /orders/<n> took <n> ms}. What stands between them is text, as it is. Every message has one pattern, {@link
 * #ofMessage}; that pattern matches the message, and the others that have the same. Takes time in proportion to the message,
 * and allocates nothing. Immutable.
 */
public final class MessagePattern {

    private final String text;
    private final byte[] utf8;

    /** What each place of the pattern begins to stand for; null for text. */
    private final @Nullable Variable[] variables;

    private MessagePattern(String text) {
        this.text = text;
        utf8 = text.getBytes(UTF_8);
        variables = new Variable[utf8.length + 1];
        for (int at = 0; at < utf8.length; at++) {
            variables[at] = variableAt(utf8, at);
        }
    }

    /** A pattern as a person or {@link #ofMessage} writes it: every text is one. */
    public static MessagePattern of(String text) {
        return new MessagePattern(Utf8.wellFormed(text));
    }

    private static @Nullable Variable variableAt(byte[] utf8, int at) {
        for (Variable variable : utf8[at] == '<' ? Variable.values() : new Variable[0]) {
            byte[] name = variable.text().getBytes(UTF_8);
            if (at + name.length <= utf8.length && Arrays.equals(utf8, at, at + name.length, name, 0, name.length)) {
                return variable;
            }
        }
        return null;
    }

    /** The text of a message's pattern. */
    public static String ofMessage(byte[] message, int from, int to) {
        ByteArrayOutputStream pattern = new ByteArrayOutputStream(to - from);
        int at = from;
        for (long next = Variable.next(message, at, to); next != Variable.NONE; next = Variable.next(message, at, to)) {
            pattern.write(message, at, Variable.start(next) - at);
            pattern.writeBytes(Variable.kind(next).text().getBytes(UTF_8));
            at = Variable.end(next);
        }
        pattern.write(message, at, to - at);
        return pattern.toString(UTF_8);
    }

    public String text() {
        return text;
    }

    /** What stands between the names. */
    public List<String> texts() {
        List<String> texts = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < utf8.length; at++) {
            Variable variable = variables[at];
            if (variable != null) {
                texts.add(new String(utf8, from, at - from, UTF_8));
                from = at + variable.text().length();
            }
        }
        texts.add(new String(utf8, from, utf8.length - from, UTF_8));
        return texts;
    }

    boolean isOfMessageOf(EntryView entry) {
        if (entry.hasPlainMessage()) {
            return isOf(entry.bytes(), entry.messageStart(), entry.messageEnd());
        }
        byte[] message = entry.seenMessage();
        return isOf(message, 0, message.length);
    }

    /** Whether a message is of this pattern. A name also stands for itself, as there are messages that hold one. */
    public boolean isOf(byte[] message, int from, int to) {
        int at = from;
        int place = 0;
        while (true) {
            long next = Variable.next(message, at, to);
            int textEnd = next == Variable.NONE ? to : Variable.start(next);
            if (!isTextAt(place, message, at, textEnd)) {
                return false;
            }
            place += textEnd - at;
            if (next == Variable.NONE) {
                return place == utf8.length;
            }
            at = Variable.end(next);
            if (variables[place] == Variable.kind(next)) {
                place += Variable.kind(next).text().length();
            } else if (isTextAt(place, message, textEnd, at)) {
                place += at - textEnd;
            } else {
                return false;
            }
        }
    }

    private boolean isTextAt(int place, byte[] message, int from, int to) {
        int end = place + to - from;
        return end <= utf8.length && Arrays.equals(utf8, place, end, message, from, to);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MessagePattern pattern && text.equals(pattern.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
