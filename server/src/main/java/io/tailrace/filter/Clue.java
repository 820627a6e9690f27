package io.tailrace.filter;

import io.tailrace.entry.EntryView;
import io.tailrace.entry.JsonBuffer;
import io.tailrace.entry.Utf8;

/**
 * A piece of a folded text that stands as it is, but for capitals, in the JSON of each entry that says the text. So most
 * entries are known not to say it from one look at their bytes. Immutable.
 */
final class Clue {

    /** ASCII letters to which letters beyond ASCII are folded too: the dotted capital I, and the sign for Kelvin. */
    private static final String DECEPTIVE = "ik";

    private final Needle needle;
    private final boolean deceptive;

    private Clue(String piece) {
        String quoted = new JsonBuffer(piece.length() + 2).string(piece).toString();
        needle = Needle.of(quoted.substring(1, quoted.length() - 1));
        deceptive = piece.chars().anyMatch(c -> DECEPTIVE.indexOf(c) >= 0);
    }

    /** The longest piece of a text that is folded. */
    static Clue to(String folded) {
        int start = 0;
        int longest = 0;
        int runStart = 0;
        for (int at = 0, next; at <= folded.length(); at = next) {
            int point = at < folded.length() ? folded.codePointAt(at) : -1;
            next = at + Character.charCount(Math.max(0, point));
            if (point < 0 || !isOnlyItself(point)) {
                if (at - runStart > longest) {
                    start = runStart;
                    longest = at - runStart;
                }
                runStart = next;
            }
        }
        return new Clue(folded.substring(start, start + longest));
    }

    /** Whether no other character is folded to this one, but for letters of ASCII. */
    static boolean isOnlyItself(int point) {
        return point < 128
                || switch (Character.getType(point)) {
                    case Character.LOWERCASE_LETTER,
                            Character.UPPERCASE_LETTER,
                            Character.TITLECASE_LETTER,
                            Character.LETTER_NUMBER,
                            Character.OTHER_SYMBOL -> false;
                    default -> true;
                };
    }

    int length() {
        return needle.length();
    }

    /** False if the entry says the text nowhere beside its message. */
    boolean mayLeadToDetailsOf(EntryView entry) {
        byte[] bytes = entry.bytes();
        return needle.isIn(bytes, entry.serviceStart(), entry.serviceEnd(), true)
                || needle.isIn(bytes, entry.tagsStart(), entry.end(), true)
                || (deceptive
                        && !(Utf8.isAscii(bytes, entry.serviceStart(), entry.serviceEnd())
                                && Utf8.isAscii(bytes, entry.tagsStart(), entry.end())));
    }
}
