package io.tailrace.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The cohorts of one fan-out. Of those with the same filter and framing one is <i>live</i>, level with the head or a step
 * behind it; others read on until they meet it and become part of it. Owned by the event loop.
 */
final class Cohorts {

    private final Heartbeats heartbeats;
    private final PagePlaces pages;
    private final StreamMeters meters;

    private final Map<Cohort.Key, Cohort> liveByKey = new HashMap<>();

    /** Between two turns a live cohort is in the first list, any other one in the second. */
    private final List<Cohort> live = new ArrayList<>();

    private final List<Cohort> others = new ArrayList<>();

    Cohorts(Heartbeats heartbeats, PagePlaces pages, StreamMeters meters) {
        this.heartbeats = heartbeats;
        this.pages = pages;
        this.meters = meters;
    }

    List<Cohort> live() {
        return live;
    }

    List<Cohort> others() {
        return others;
    }

    /** Puts a cursor to those that read the same from the same position. */
    void join(Cursor cursor) {
        Cohort.Key key = new Cohort.Key(cursor.filter().filter(), cursor.framing);
        long position = cursor.position();
        Cohort level = liveByKey.get(key);
        if (level != null && level.position() == position) {
            level.add(cursor);
            heartbeats.caughtUp(cursor);
            return;
        }
        for (Cohort cohort : others) {
            if (cohort.position() == position && takesMembers(cohort) && cohort.key.equals(key)) {
                cohort.add(cursor);
                return;
            }
        }
        forgetLastEmpty();
        begin(key, position).add(cursor);
    }

    /** One without members is as good as forgotten: what was read for it is cancelled. */
    private static boolean takesMembers(Cohort cohort) {
        return !cohort.isEmpty() && (cohort.is(Cohort.State.BEHIND) || cohort.is(Cohort.State.READING));
    }

    /** A new cohort without members. */
    Cohort begin(Cohort.Key key, long position) {
        Cohort cohort = new Cohort(key, position, drained -> move(drained, Cohort.State.BEHIND));
        others.add(cohort);
        return cohort;
    }

    /** A client that changes its filter many times in one turn must not leave as many empty cohorts to look through. */
    private void forgetLastEmpty() {
        while (!others.isEmpty() && others.getLast().isEmpty()) {
            forget(others.removeLast());
        }
    }

    private void forget(Cohort cohort) {
        if (!cohort.is(Cohort.State.OVER)) {
            move(cohort, Cohort.State.OVER);
        }
    }

    /** The one way from state to state. */
    void move(Cohort cohort, Cohort.State next) {
        Cohort.State before = cohort.state();
        cohort.state(next);
        if (before == Cohort.State.LIVE) {
            liveByKey.remove(cohort.key);
            if (next != Cohort.State.OVER) {
                meters.fellBehind.increment();
            }
        }
        if (next == Cohort.State.LIVE) {
            liveByKey.put(cohort.key, cohort);
        }
        if (next == Cohort.State.OVER) {
            dropPage(cohort);
        }
    }

    /** Drops a page that waits to be sent, if there is one; the place that it took is free. */
    void dropPage(Cohort cohort) {
        if (cohort.dropPending()) {
            pages.giveBack();
        }
    }

    /** After each turn: brings cohorts together that have met, forgets those without members, and puts the rest in order. */
    void settle(long committed) {
        for (Cohort cohort : others) {
            meet(cohort, committed);
        }
        for (Iterator<Cohort> all = others.iterator(); all.hasNext(); ) {
            Cohort cohort = all.next();
            if (cohort.isEmpty()) {
                forget(cohort);
                all.remove();
            } else if (cohort.is(Cohort.State.LIVE)) {
                live.add(cohort);
                all.remove();
            }
        }
        for (Iterator<Cohort> all = live.iterator(); all.hasNext(); ) {
            Cohort cohort = all.next();
            if (cohort.isEmpty()) {
                forget(cohort);
                all.remove();
            } else if (!cohort.is(Cohort.State.LIVE)) {
                others.add(cohort);
                all.remove();
            }
        }
    }

    /** Has a cohort that has come level become live, or part of the one that is. */
    private void meet(Cohort cohort, long committed) {
        if (cohort.isEmpty()
                || !cohort.is(Cohort.State.BEHIND)
                || !cohort.pending().isEmpty()) {
            return;
        }
        Cohort level = liveByKey.get(cohort.key);
        boolean atHead = cohort.position() >= committed;
        if (level == null ? !atHead : level.position() != cohort.position()) {
            return;
        }
        for (int i = cohort.size() - 1; atHead && i >= 0; i--) {
            heartbeats.caughtUp(cohort.member(i));
        }
        if (level == null) {
            move(cohort, Cohort.State.LIVE);
        } else {
            moveMembers(cohort, level);
        }
    }

    private static void moveMembers(Cohort from, Cohort to) {
        while (!from.isEmpty()) {
            Cursor member = from.member(from.size() - 1);
            member.leave();
            to.add(member);
        }
    }
}
