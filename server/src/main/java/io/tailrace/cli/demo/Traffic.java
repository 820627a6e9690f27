package io.tailrace.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * An endless sequence of entries as a small web shop would write them: several stories at a time, their entries mixed, and
 * now and then an incident.
 *
 * <p>The same seed gives the same sequence. Owned by one thread.
 */
final class Traffic {

    private static final int STORIES_AT_A_TIME = 12;
    private static final List<Incident> INCIDENTS =
            List.of(Incident.GATEWAY_DOWN, Incident.SLOW_DATABASE, Incident.PASSWORD_GUESSING);

    private final SplittableRandom random;
    private final Stories stories;
    private final List<Story> running = new ArrayList<>();
    private Optional<Story> outbreak = Optional.empty();
    private Incident incident = Incident.NONE;
    private int untilChange;

    Traffic(long seed) {
        this.random = new SplittableRandom(seed);
        this.stories = new Stories(random);
        this.untilChange = 300 + random.nextInt(500);
        while (running.size() < STORIES_AT_A_TIME) {
            running.add(stories.any(incident));
        }
    }

    DemoEntry next() {
        if (untilChange-- == 0) {
            changeConditions();
        }
        if (outbreak.isPresent() && outbreak.get().goesOn()) {
            return outbreak.get().next();
        }
        int chosen = random.nextInt(running.size());
        DemoEntry entry = running.get(chosen).next();
        if (!running.get(chosen).goesOn()) {
            running.set(chosen, stories.any(incident));
        }
        return entry;
    }

    private void changeConditions() {
        if (incident == Incident.NONE) {
            incident = INCIDENTS.get(random.nextInt(INCIDENTS.size()));
            outbreak = Optional.of(stories.outbreak(incident));
            untilChange = 150 + random.nextInt(250);
        } else {
            incident = Incident.NONE;
            untilChange = 800 + random.nextInt(1500);
        }
    }
}
