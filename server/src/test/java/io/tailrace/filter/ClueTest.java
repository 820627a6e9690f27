package io.tailrace.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That what the look at an entry's bytes goes by is in every entry that says the text. */
final class ClueTest {

    /** Each code point: one to which another is folded cannot be looked for as it is. */
    @Test
    void onlyWhatStandsForItselfIsLookedForAsItIs() {
        List<String> wrong = new ArrayList<>();
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                int folded = FoldedText.fold(Character.toString(point)).codePointAt(0);
                boolean isKnown = folded == point
                        || (point >= 'A' && point <= 'Z')
                        || (point > 127 && (folded == 'i' || folded == 'k'))
                        || !Clue.isOnlyItself(folded);
                if (!isKnown) {
                    wrong.add("U+%04X is folded to U+%04X".formatted(point, folded));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void theLongestPieceIsLookedFor() {
        assertThat(Clue.to("firefox").length()).isEqualTo(7);
        assertThat(Clue.to("é12é345é").length()).isEqualTo(3);
        assertThat(Clue.to("日本x").length()).isEqualTo(7);
        assertThat(Clue.to("a\n").length()).as("as JSON has it").isEqualTo(3);
        assertThat(Clue.to("éß").length()).isZero();
        assertThat(Clue.to("").length()).isZero();
    }
}
