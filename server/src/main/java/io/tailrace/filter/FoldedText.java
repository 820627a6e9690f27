package io.tailrace.filter;

import io.tailrace.entry.Details;
import io.tailrace.entry.EntryView;
import io.tailrace.entry.Utf8;

/**
 * A text to find in messages, or in all that an entry says, ignoring case: both sides are folded code point by code point to
 * lower case, as the archive's {@code lower} does. Plain messages are searched as bytes where they lie; others, and the
 * details of an entry that may say the text, are decoded and folded first, once for all conditions of a filter. Immutable.
 */
public final class FoldedText {

    private final String folded;

    /** The folded text in UTF-8. */
    private final Needle needle;

    private final Clue clue;

    private FoldedText(String folded) {
        this.folded = folded;
        needle = Needle.of(folded);
        clue = Clue.to(folded);
    }

    public static FoldedText of(String text) {
        return new FoldedText(fold(Utf8.wellFormed(text)));
    }

    /** The text in lower case. */
    public String folded() {
        return folded;
    }

    /** The longest part of the text whose characters are the same in every case: ASCII, but no letters. */
    public String caseless() {
        int start = 0;
        int longest = 0;
        int runStart = 0;
        for (int at = 0; at <= folded.length(); at++) {
            char c = at < folded.length() ? folded.charAt(at) : 'a';
            if (c >= 128 || (c >= 'a' && c <= 'z')) {
                if (at - runStart > longest) {
                    start = runStart;
                    longest = at - runStart;
                }
                runStart = at + 1;
            }
        }
        return folded.substring(start, start + longest);
    }

    boolean isInMessageOf(EntryView entry) {
        if (entry.hasPlainMessage()) {
            return needle.isIn(entry.bytes(), entry.messageStart(), entry.messageEnd(), true);
        }
        byte[] message = entry.rewrittenMessage(FoldedText::fold);
        return needle.isIn(message, 0, message.length, false);
    }

    boolean isInDetailsOf(EntryView entry) {
        return (entry.hasDetails() || clue.mayLeadToDetailsOf(entry)) && isIn(entry.details(FoldedText::fold));
    }

    /** Whether one of the texts contains it; they are folded. */
    public boolean isIn(Details details) {
        return needle.isIn(details.texts(), 0, details.size(), false);
    }

    /** What the metadata of an entry says, given as JSON, folded. */
    public static Details detailsOf(byte[] metadata) {
        return Details.ofMetadata(metadata, FoldedText::fold);
    }

    /** The text in lower case, as both sides are compared. */
    public static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.codePoints().map(FoldedText::lower).forEach(folded::appendCodePoint);
        return folded.toString();
    }

    /** Letters whose case came with Unicode 16, which the archive does not know yet, are folded by neither. */
    private static int lower(int point) {
        boolean isNew = point == 0x1C89
                || (point >= 0xA7CB && point <= 0xA7CC)
                || (point >= 0xA7DA && point <= 0xA7DC)
                || (point >= 0x10D50 && point <= 0x10D65);
        return isNew ? point : Character.toLowerCase(point);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FoldedText text && folded.equals(text.folded);
    }

    @Override
    public int hashCode() {
        return folded.hashCode();
    }

    @Override
    public String toString() {
        return folded;
    }
}
