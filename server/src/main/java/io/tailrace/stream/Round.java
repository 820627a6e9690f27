package io.tailrace.stream;

import java.util.List;
import java.util.function.Predicate;

/**
 * Where the last turn stopped in a list whose elements all want to be taken a step further. Elements may be added at the end
 * while they are gone through; who comes and goes between turns costs nobody more than a turn. Owned by the event loop.
 */
final class Round {

    private int next;

    /**
     * Takes a step with each element, once at most, until the turn is over; with one in any case.
     *
     * @param step says whether the element wants another step
     * @return whether there is more to do
     */
    <T> boolean go(List<T> elements, Turn turn, Predicate<T> step) {
        int count = elements.size();
        boolean more = false;
        for (int gone = 0; gone < count; gone++) {
            if (gone > 0 && turn.isOver()) {
                return true;
            }
            next = next < elements.size() ? next : 0;
            more |= step.test(elements.get(next++));
        }
        return more;
    }
}
