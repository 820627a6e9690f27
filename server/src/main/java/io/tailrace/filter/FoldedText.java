package io.tailrace.filter;

import io.tailrace.entry.EntryView;
import io.tailrace.entry.Utf8;

/**
 * A text to find in messages, ignoring case: both sides are folded code point by code point to lower case, as the
 * archive's {@code lower} does. Plain messages are searched as bytes where they lie; others are decoded and folded first, once
 * for all conditions of a filter. Immutable.
 */
public final class FoldedText {

    private final String folded;

    /** The folded text in UTF-8. */
    private final Needle needle;

    private FoldedText(String folded) {
        this.folded = folded;
        needle = Needle.of(folded);
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

    static String fold(String text) {
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
