package io.tailrace.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RoundTest {

    private final Round round = new Round();
    private final Turn turn = new Turn(() -> 0);
    private final List<String> gone = new ArrayList<>();

    private boolean step(String element) {
        gone.add(element);
        return false;
    }

    @Test
    void aTurnWithTimeTakesEachOnce() {
        turn.begin();
        assertThat(round.go(List.of("a", "b", "c"), turn, this::step)).isFalse();
        assertThat(gone).containsExactly("a", "b", "c");
    }

    @Test
    void aTurnThatIsOverBeginsTheNextTimeWhereItEnded() {
        // It was never begun, so it is over after the first step.
        for (int i = 0; i < 5; i++) {
            assertThat(round.go(List.of("a", "b", "c"), turn, this::step)).isTrue();
        }
        assertThat(gone).containsExactly("a", "b", "c", "a", "b");
    }

    @Test
    void whatWantsAnotherStepIsSaid() {
        turn.begin();
        assertThat(round.go(List.of("a", "b"), turn, "a"::equals)).isTrue();
        assertThat(round.go(List.of(), turn, this::step)).isFalse();
    }

    @Test
    void elementsMayComeAndGoMeanwhile() {
        turn.begin();
        List<String> elements = new ArrayList<>(List.of("a", "b", "c"));
        round.go(elements, turn, element -> {
            elements.remove("c");
            return step(element);
        });
        assertThat(gone).containsExactly("a", "b", "a");
    }
}
