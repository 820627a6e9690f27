package io.tailrace.http.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What a client must be sent that commanded this and that, over a log of which each entry's service is known. It is shown
 * the messages of a stream as they come, and fails at the first that may not come then.
 */
final class ExpectedStream {

    private final Deque<String> filters = new ArrayDeque<>();
    private final Deque<Long> seeks = new ArrayDeque<>();
    private final LongPredicate isKnown;
    private String service = "";
    private long position = -1;

    /** @param isKnown which ids' services are known; others match no filter of the commands */
    ExpectedStream(List<String> commands, LongPredicate isKnown) {
        this.isKnown = isKnown;
        for (String command : commands) {
            Map<String, Object> members = Json.object(command);
            Object type = members.getOrDefault("type", "filter");
            if (type.equals("filter")) {
                filters.add(String.valueOf(members.getOrDefault("service", "")));
            } else if (type.equals("seek") && !"live".equals(members.get("to"))) {
                seeks.add(Long.valueOf(String.valueOf(members.get("to"))));
            }
        }
    }

    static String serviceOf(long id) {
        return id * 7 % 3 == 0 ? "a" : "b";
    }

    private boolean matches(long id) {
        return service.isEmpty() || (isKnown.test(id) && serviceOf(id).equals(service));
    }

    /** Takes the next message; says whether the last filter that was commanded holds from here on. */
    boolean take(Map<String, Object> message) {
        String type = String.valueOf(message.get("type"));
        switch (type) {
            case "hello" -> {}
            case "heartbeat" -> heartbeat(id(message.get("next")));
            case "entries" -> entries(message);
            case "skipped" -> skipped(message);
            case "filter" -> {
                return filter(message);
            }
            default -> throw new AssertionError("this may not come: " + message);
        }
        return false;
    }

    private void heartbeat(long next) {
        if (position < 0) {
            return;
        }
        if (next < position) {
            seekBackTo(next);
        }
        assertNothingMatches(position, next, "before a heartbeat at " + next);
        position = next;
    }

    private void entries(Map<String, Object> message) {
        List<Long> ids = ((List<?>) of(message, "entries"))
                .stream().map(entry -> (Long) of((Map<?, ?>) entry, "id")).toList();
        long next = id(message.get("next"));
        if (position < 0) {
            position = ids.getFirst() - 1;
        }
        if (ids.getFirst() <= position) {
            seekBackBefore(ids.getFirst());
        }
        List<Long> wanted = LongStream.rangeClosed(position + 1, next)
                .filter(this::matches)
                .boxed()
                .toList();
        assertThat(ids).as("the entries behind " + position).isEqualTo(wanted);
        position = next;
    }

    private void skipped(Map<String, Object> message) {
        long from = (Long) of(message, "from");
        long to = (Long) of(message, "to");
        if (position < 0) {
            position = from - 1;
        }
        if (from - 1 < position) {
            seekBackTo(from - 1);
        }
        assertNothingMatches(position, from - 1, "before what is skipped from " + from);
        long count = LongStream.rangeClosed(from, to).filter(this::matches).count();
        assertThat(message.get("count"))
                .as("skipped from " + from + " to " + to)
                .isEqualTo(count);
        position = to;
    }

    private boolean filter(Map<String, Object> message) {
        long from = id(message.get("from"));
        if (position >= 0 && from < position) {
            seekBackTo(from);
        }
        if (position >= 0) {
            assertNothingMatches(position, from, "before the filter from " + from);
        }
        position = from;
        service = filters.remove();
        Object shown = ((Map<?, ?>) of(message, "filter")).get("service");
        assertThat(shown == null ? "" : shown).isEqualTo(service);
        return filters.isEmpty();
    }

    private void assertNothingMatches(long after, long upTo, String when) {
        assertThat(LongStream.rangeClosed(after + 1, upTo).filter(this::matches).boxed())
                .as("left out " + when)
                .isEmpty();
    }

    /** The stream goes back, which it may only if that was commanded. */
    private void seekBackTo(long target) {
        while (!seeks.isEmpty()) {
            long sought = seeks.remove();
            if (sought <= target && LongStream.rangeClosed(sought + 1, target).noneMatch(this::matches)) {
                position = sought;
                return;
            }
        }
        throw new AssertionError("back from " + position + " to " + target + ", and nobody asked for that");
    }

    private void seekBackBefore(long first) {
        seekBackTo(first - 1);
    }

    private static Object of(Map<?, ?> members, String key) {
        return Objects.requireNonNull(members.get(key), key);
    }

    private static long id(@Nullable Object position) {
        String text = String.valueOf(position);
        return Long.parseLong(text.substring(text.indexOf('-') + 1));
    }
}
