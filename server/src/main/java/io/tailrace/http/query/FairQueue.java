package io.tailrace.http.query;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who waits for a place among those that are worked for, and who is next. Askers take turns, whatever each of them asks:
 *
 * <ul>
 *   <li>a free place goes to the asker whose turn it is, not to the one that asked most
 *   <li>one place more is kept for an asker for whom nobody works, so that no asker holds all of them
 *   <li>when all places to wait are taken, an asker with fewer waiting than another takes the newest of that one's places
 * </ul>
 *
 * Any thread may call.
 *
 * @param <T> what waits
 */
final class FairQueue<T> {

    private final int places;
    private final int waitingPlaces;

    /** What waits, by its asker; the first asker's turn is next. An asker of whom nothing waits is not in it. */
    private final LinkedHashMap<String, ArrayDeque<T>> waiting = new LinkedHashMap<>();

    /** How many of an asker's are worked on; an asker with none is not in it. */
    private final Map<String, Integer> running = new HashMap<>();

    private int waitingCount;
    private int runningCount;

    /**
     * @param places how many are worked on at once, but for the one that is kept
     * @param waitingPlaces how many may wait
     */
    FairQueue(int places, int waitingPlaces) {
        this.places = places;
        this.waitingPlaces = waitingPlaces;
    }

    /** What became of one that came. */
    sealed interface Entry<T> {

        /** It begins at once. */
        record Begins<T>() implements Entry<T> {}

        /** It waits. */
        record Waits<T>() implements Entry<T> {}

        /** It waits in the place of another one, which is refused. */
        record Replaces<T>(T refused) implements Entry<T> {}

        /** There is no place for it. */
        record Refused<T>() implements Entry<T> {}
    }

    /** Takes one in, if there is a place. */
    synchronized Entry<T> enter(String asker, T entering) {
        if (mayBegin(asker) && !waiting.containsKey(asker)) {
            begin(asker);
            return new Entry.Begins<>();
        }
        if (waitingCount < waitingPlaces) {
            add(asker, entering);
            return new Entry.Waits<>();
        }
        Optional<Map.Entry<String, ArrayDeque<T>>> greediest = waiting.entrySet().stream()
                .max(Comparator.comparingInt(one -> one.getValue().size()));
        if (greediest.isPresent() && greediest.get().getValue().size() > waitingOf(asker) + 1) {
            T refused = greediest.get().getValue().removeLast();
            left(greediest.get().getKey());
            add(asker, entering);
            return new Entry.Replaces<>(refused);
        }
        return new Entry.Refused<>();
    }

    /** One of an asker's is no longer worked on. */
    synchronized void ended(String asker) {
        runningCount--;
        running.computeIfPresent(asker, (_, count) -> count == 1 ? null : count - 1);
    }

    /** Takes out the one that begins now; empty if none waits or there is no place for any. */
    synchronized Optional<T> next() {
        for (Iterator<Map.Entry<String, ArrayDeque<T>>> turns =
                        waiting.entrySet().iterator();
                turns.hasNext(); ) {
            Map.Entry<String, ArrayDeque<T>> turn = turns.next();
            String asker = turn.getKey();
            if (mayBegin(asker)) {
                T next = turn.getValue().removeFirst();
                turns.remove();
                waitingCount--;
                if (!turn.getValue().isEmpty()) {
                    // Behind all others.
                    waiting.put(asker, turn.getValue());
                }
                begin(asker);
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    /** Takes out one that waits, if it does. */
    synchronized boolean remove(String asker, T one) {
        ArrayDeque<T> own = waiting.get(asker);
        if (own == null || !own.remove(one)) {
            return false;
        }
        left(asker);
        return true;
    }

    synchronized int waiting() {
        return waitingCount;
    }

    synchronized int running() {
        return runningCount;
    }

    private boolean mayBegin(String asker) {
        return runningCount < places || (runningCount == places && !running.containsKey(asker));
    }

    private void begin(String asker) {
        runningCount++;
        running.merge(asker, 1, Integer::sum);
    }

    private void add(String asker, T one) {
        waiting.computeIfAbsent(asker, _ -> new ArrayDeque<>()).addLast(one);
        waitingCount++;
    }

    private void left(String asker) {
        waitingCount--;
        waiting.computeIfPresent(asker, (_, own) -> own.isEmpty() ? null : own);
    }

    private int waitingOf(String asker) {
        ArrayDeque<T> own = waiting.get(asker);
        return own == null ? 0 : own.size();
    }
}
