package io.tailrace.cli.demo;

import io.tailrace.cli.demo.DemoEntry.Request;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The entries of one thing that happens, in their order: a request through several services, a job, a chore.
 *
 * <p>Written at once and then read from the front. Owned by one thread.
 */
final class Story {

    private static final int HOSTS = 3;

    private final RandomGenerator random;
    private final Optional<Long> userId;
    private final String traceId;
    private final Deque<DemoEntry> entries = new ArrayDeque<>();

    private Story(RandomGenerator random, Optional<Long> userId, String traceId) {
        this.random = random;
        this.userId = userId;
        this.traceId = traceId;
    }

    /** A request of some user: all of its entries share a trace, each has a span of its own. */
    static Story ofRequest(RandomGenerator random) {
        HexFormat hex = HexFormat.of();
        String traceId = hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
        return new Story(random, Optional.of(1000L + random.nextInt(500)), traceId);
    }

    /** Something that no user asked for. */
    static Story ofSystem(RandomGenerator random) {
        return new Story(random, Optional.empty(), "");
    }

    /** The next thing that is told; {@code fields} are names and values by turns. */
    Story then(String service, String level, String message, List<String> tags, Object... fields) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("host", service + "-" + (1 + random.nextInt(HOSTS)));
        for (int i = 0; i < fields.length; i += 2) {
            metadata.put(fields[i].toString(), fields[i + 1]);
        }
        Optional<Request> request =
                userId.map(id -> new Request(id, traceId, HexFormat.of().toHexDigits(random.nextLong())));
        entries.add(new DemoEntry(service, level, message, tags, metadata, request));
        return this;
    }

    /** Takes the next entry; only while {@link #goesOn}. */
    DemoEntry next() {
        return entries.remove();
    }

    boolean goesOn() {
        return !entries.isEmpty();
    }
}
