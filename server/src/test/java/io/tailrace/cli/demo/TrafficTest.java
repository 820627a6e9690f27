package io.tailrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TrafficTest {

    private final List<DemoEntry> entries =
            Stream.generate(new Traffic(1)::next).limit(50_000).toList();

    @Test
    void theSameSeedGivesTheSameEntries() {
        assertThat(Stream.generate(new Traffic(1)::next).limit(5000)).isEqualTo(entries.subList(0, 5000));
        assertThat(Stream.generate(new Traffic(2)::next).limit(50).toList()).isNotEqualTo(entries.subList(0, 50));
    }

    @Test
    void allLevelsAndServicesAppearAndMostIsWell() {
        Map<String, Long> levels =
                entries.stream().collect(Collectors.groupingBy(DemoEntry::level, Collectors.counting()));

        assertThat(levels).containsOnlyKeys("trace", "debug", "info", "warn", "error", "fatal");
        assertThat(levels.get("error")).isBetween(500L, 10_000L);
        assertThat(entries.stream().map(DemoEntry::service).distinct())
                .containsExactlyInAnyOrder("portal", "auth", "catalog", "payments", "worker", "mail", "database");
        assertThat(entries)
                .anyMatch(entry ->
                        entry.message().contains("\n") && entry.message().contains("Traceback"));
    }

    @Test
    void aTraceRunsThroughSeveralServices() {
        Map<String, Set<String>> services = entries.stream()
                .filter(entry -> entry.request().isPresent())
                .collect(Collectors.groupingBy(
                        entry -> entry.request().orElseThrow().traceId(),
                        Collectors.mapping(DemoEntry::service, Collectors.toCollection(HashSet::new))));

        assertThat(services).hasSizeGreaterThan(1000);
        assertThat(services.values()).anyMatch(set -> set.size() >= 5);
    }

    @Test
    void anIncidentComesAsABurst() {
        int longest = 0;
        int run = 0;
        for (DemoEntry entry : entries) {
            run = entry.level().equals("warn") || entry.level().equals("error") ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        assertThat(longest).isGreaterThan(14);
    }
}
