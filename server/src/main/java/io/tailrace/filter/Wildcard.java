package io.tailrace.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tailrace.entry.Details;
import io.tailrace.entry.EntryView;
import io.tailrace.entry.JsonText;
import io.tailrace.entry.Utf8;
import io.tailrace.entry.ValueTest;
import java.util.Comparator;
import java.util.List;

/**
 * A text with stars in it, each of which stands for any characters or none, and which must be the whole of a value. Takes
 * time in proportion to the value, however many stars there are. Immutable.
 */
public final class Wildcard implements ValueTest {

    private final List<String> pieces;
    private final Needle[] needles;

    /** To its longest piece; of use if the pattern is folded. */
    private final Clue clue;

    private Wildcard(List<String> pieces) {
        this.pieces = pieces;
        needles = pieces.stream().map(Needle::of).toArray(Needle[]::new);
        clue = Clue.to(longest());
    }

    /** A pattern with at least one star. */
    public static Wildcard of(String pattern) {
        return new Wildcard(
                List.of(Utf8.wellFormed(pattern).replaceAll("\\*+", "*").split("\\*", -1)));
    }

    /** The same, ignoring case, to be asked of messages and details only. */
    public static Wildcard folded(String pattern) {
        return of(FoldedText.of(pattern).folded());
    }

    /** What stands before, between and behind the stars. */
    public List<String> pieces() {
        return pieces;
    }

    /** The longest of the pieces. */
    public String longest() {
        return pieces.stream().max(Comparator.comparingInt(String::length)).orElse("");
    }

    boolean isStarAlone() {
        return pieces.stream().allMatch(String::isEmpty);
    }

    boolean matches(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return matches(bytes, 0, bytes.length, false);
    }

    @Override
    public boolean passes(byte[] bytes, int start, int end) {
        boolean isString = bytes[start] == '"';
        if (isString && JsonText.isEscaped(bytes, start + 1, end - 1)) {
            byte[] text = JsonText.unescape(bytes, start + 1, end - 1);
            return matches(text, 0, text.length, false);
        }
        return isString ? matches(bytes, start + 1, end - 1, false) : matches(bytes, start, end, false);
    }

    boolean isMessageOf(EntryView entry) {
        if (entry.hasPlainMessage()) {
            return matches(entry.bytes(), entry.messageStart(), entry.messageEnd(), true);
        }
        byte[] message = entry.rewrittenMessage(FoldedText::fold);
        return matches(message, 0, message.length, false);
    }

    boolean isDetailOf(EntryView entry) {
        return (entry.hasDetails() || clue.mayLeadToDetailsOf(entry)) && isOneOf(entry.details(FoldedText::fold));
    }

    /** Whether one of the texts is like this; they are folded. */
    public boolean isOneOf(Details details) {
        byte[] texts = details.texts();
        int end = details.size();
        for (int at = end - 1; at >= 0; at--) {
            if (texts[at] == Details.BOUNDARY) {
                if (matches(texts, at + 1, end, false)) {
                    return true;
                }
                end = at;
            }
        }
        return false;
    }

    /** Each piece is taken where it first fits, but for the last one, which must end the text. */
    private boolean matches(byte[] text, int from, int to, boolean fold) {
        Needle first = needles[0];
        Needle last = needles[needles.length - 1];
        int end = to - last.length();
        if (end - from < first.length() || !first.isAt(text, from, fold) || !last.isAt(text, end, fold)) {
            return false;
        }
        int at = from + first.length();
        for (int i = 1; i < needles.length - 1; i++) {
            int found = needles[i].find(text, at, end, fold);
            if (found < 0) {
                return false;
            }
            at = found + needles[i].length();
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Wildcard wildcard && pieces.equals(wildcard.pieces);
    }

    @Override
    public int hashCode() {
        return pieces.hashCode();
    }

    /** The pattern, with one star where several stood together. */
    @Override
    public String toString() {
        return String.join("*", pieces);
    }
}
