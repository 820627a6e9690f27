package io.tailrace.http.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whose turn it is, and who is refused. */
final class FairQueueTest {

    private final FairQueue<String> queue = new FairQueue<>(2, 4);

    private void enters(String asker, String one, FairQueue.Entry<String> expected) {
        assertThat(queue.enter(asker, one)).isEqualTo(expected);
    }

    private static FairQueue.Entry<String> begins() {
        return new FairQueue.Entry.Begins<>();
    }

    private static FairQueue.Entry<String> waits() {
        return new FairQueue.Entry.Waits<>();
    }

    private void greedyFillsAll() {
        enters("greedy", "g1", begins());
        enters("greedy", "g2", begins());
        for (String one : new String[] {"g3", "g4", "g5", "g6"}) {
            enters("greedy", one, waits());
        }
        enters("greedy", "g7", new FairQueue.Entry.Refused<>());
    }

    @Test
    void anAskerForWhomNobodyWorksBeginsThoughAnotherHoldsEveryPlace() {
        greedyFillsAll();
        enters("modest", "m1", begins());
        assertThat(queue.running()).isEqualTo(3);
        assertThat(queue.next()).isEmpty();
    }

    @Test
    void theOneThatWaitsMostGivesItsNewestPlaceToOneWithFewer() {
        greedyFillsAll();
        enters("modest", "m1", begins());
        enters("modest", "m2", new FairQueue.Entry.Replaces<>("g6"));
        enters("third", "t1", new FairQueue.Entry.Replaces<>("g5"));
        assertThat(queue.waiting()).isEqualTo(4);
        // Two of greedy's wait, and one each of the others: nobody is pushed out for one who would have as many.
        enters("modest", "m3", new FairQueue.Entry.Refused<>());
    }

    @Test
    void askersTakeTurnsWhateverEachOfThemAsks() {
        enters("a", "a1", begins());
        enters("a", "a2", begins());
        enters("a", "a3", waits());
        enters("a", "a4", waits());
        enters("b", "b1", begins());
        enters("b", "b2", waits());
        enters("b", "b3", waits());
        queue.ended("a");
        assertThat(queue.next()).isEmpty();
        queue.ended("b");
        assertThat(queue.next()).hasValue("a3");
        queue.ended("a");
        assertThat(queue.next()).hasValue("b2");
        queue.ended("a");
        assertThat(queue.next()).hasValue("a4");
        queue.ended("a");
        assertThat(queue.next()).hasValue("b3");
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void oneThatGivesUpLeavesItsPlace() {
        greedyFillsAll();
        assertThat(queue.remove("greedy", "g4")).isTrue();
        assertThat(queue.remove("greedy", "g4")).isFalse();
        assertThat(queue.remove("nobody", "g5")).isFalse();
        enters("greedy", "g7", waits());
        queue.ended("greedy");
        assertThat(queue.next()).hasValue("g3");
        queue.ended("greedy");
        assertThat(queue.next()).hasValue("g5");
    }
}
