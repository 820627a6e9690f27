package io.tailrace.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the filters of all clients keep to their budget, share what is equal, and give back what they took. */
final class FilterBudgetTest {

    private static final int EVALUATORS = 4;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private FilterBudget budget(long bytes) {
        return new FilterBudget(bytes, EVALUATORS, meters);
    }

    private static FilterKeys query(String query) throws FilterException {
        return FilterKeys.of(Map.of("q", List.of(query)));
    }

    private static FilterBudget.Lease take(FilterBudget budget, String query) throws FilterException {
        return budget.take(query(query)).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "service:portal level>=warn",
                "message:/took \\d{4,} ms/ OR -message:/a.b/ (message:/a.b/ x)",
                "metadata.a.b:*x*y* OR tags:z OR user_id>4"
            })
    void whatWasTakenIsGivenBackOnce(String query) throws FilterException {
        FilterBudget budget = budget(1 << 20);
        FilterBudget.Lease one = take(budget, query);
        FilterBudget.Lease other = take(budget, "other");
        assertThat(one.keys().filter()).isEqualTo(query(query).filter());
        one.close();
        one.close();
        long ofOther = budget.bytes();
        assertThat(ofOther).isPositive();
        take(budget, query).close();
        assertThat(budget.bytes()).isEqualTo(ofOther);
        other.close();
        assertThat(budget.bytes()).isZero();
    }

    @Test
    void equalFiltersAreHeldOnce() throws FilterException {
        FilterBudget budget = budget(1 << 20);
        FilterBudget.Lease first = take(budget, "timeout service:portal");
        long ofOne = budget.bytes();
        List<FilterBudget.Lease> more = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            more.add(take(budget, "timeout service:portal"));
        }
        assertThat(budget.bytes()).isEqualTo(ofOne);
        assertThat(more).allSatisfy(lease -> assertThat(lease.keys()).isSameAs(first.keys()));
        first.close();
        assertThat(budget.bytes()).isEqualTo(ofOne);
        more.forEach(FilterBudget.Lease::close);
        assertThat(budget.bytes()).isZero();
    }

    @Test
    void tenThousandClientsWithOneExpressionTakeWhatAFewDo() throws FilterException {
        FilterBudget budget = budget(32 << 20);
        List<FilterBudget.Lease> leases = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            leases.add(take(budget, "message:/took \\d{4,} ms/ service:s" + i));
        }
        Filter.And first = (Filter.And) leases.getFirst().keys().filter();
        Filter.And last = (Filter.And) leases.getLast().keys().filter();
        assertThat(((Filter.MessageMatches) last.parts().getLast()).regex())
                .isSameAs(((Filter.MessageMatches) first.parts().getLast()).regex());
        long expression = MessageRegexTest.regex("took \\d{4,} ms").bytes(EVALUATORS);
        assertThat(budget.bytes()).isBetween(expression, expression + 10_000L * 2000);
        leases.forEach(FilterBudget.Lease::close);
        assertThat(budget.bytes()).isZero();
    }

    @Test
    void whatIsBeyondTheBudgetIsRefusedAndCountedAndTakesNothing() throws FilterException {
        FilterBudget budget = budget(100_000);
        List<FilterBudget.Lease> leases = new ArrayList<>();
        Optional<FilterBudget.Lease> next = budget.take(query("w0"));
        for (int i = 1; next.isPresent(); i++) {
            leases.add(next.get());
            next = budget.take(query("w" + i));
        }
        long full = budget.bytes();
        assertThat(full).isBetween(98_000L, 100_000L);
        assertThat(budget.take(query("one more"))).isEmpty();
        assertThat(budget.bytes()).isEqualTo(full);
        assertThat(meters.get("tailrace.filter.refused").counter().count()).isEqualTo(2);
        assertThat(meters.get("tailrace.filter.bytes").gauge().value()).isEqualTo((double) full);
        assertThat(meters.get("tailrace.filter.max.bytes").gauge().value()).isEqualTo(100_000);
        assertThat(budget.take(query("w0"))).as("an equal one is there").isPresent();

        leases.getLast().close();
        assertThat(budget.take(query("one"))).as("there is room again").isPresent();
    }

    @Test
    void costlyFiltersLeaveAQuarterToOthers() throws FilterException {
        FilterBudget budget = budget(1 << 20);
        int taken = 0;
        while (budget.take(query("message:/x{180}[a-z]" + taken + "/")).isPresent()) {
            taken++;
        }
        assertThat(taken).isGreaterThan(5);
        assertThat(budget.bytes()).isBetween(600_000L, 786_432L);
        assertThat(budget.take(query("service:portal level>=warn message:/took \\d+/")))
                .isPresent();
    }

    @Test
    void aRefusedFilterLeavesTheExpressionsOfOthersAlone() throws FilterException {
        FilterBudget budget = budget(50_000);
        FilterBudget.Lease small = take(budget, "message:/a.b/");
        long before = budget.bytes();
        assertThat(budget.take(query("message:/a.b/ message:/(?:a?){90}b/"))).isEmpty();
        assertThat(budget.bytes()).isEqualTo(before);
        small.close();
        assertThat(budget.bytes()).isZero();
    }

    @Test
    void theWorstFilterThatParsesFitsIntoTheDefaultBudgetManyTimes() throws FilterException {
        FilterBudget budget = budget(32 << 20);
        for (String worst : List.of(
                "message:/" + "\\pL".repeat(39) + "/",
                "message:/" + "(a?)".repeat(40) + "b/",
                "*" + "a*".repeat(2040),
                "metadata" + ".a".repeat(2040) + ":x")) {
            FilterBudget.Lease lease = take(budget, worst);
            assertThat(budget.bytes()).as(worst).isLessThan(512 << 10);
            lease.close();
        }
    }

    @Test
    void manyThreadsTakeAndGiveBackAndNothingIsLeftOver() throws Exception {
        FilterBudget budget = budget(60_000);
        List<FilterKeys> filters = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            filters.add(query("message:/a.{" + (i % 3 + 1) + "}b/ service:s" + i));
        }
        ConcurrentLinkedQueue<FilterBudget.Lease> given = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> work = new ArrayList<>();
            IntStream.range(0, 4)
                    .forEach(thread -> work.add(threads.submit(() -> {
                        for (int i = 0; i < 20_000; i++) {
                            budget.take(filters.get((i * (thread + 3)) % filters.size()))
                                    .ifPresent(given::add);
                            if (given.size() > 10) {
                                FilterBudget.Lease lease = given.poll();
                                if (lease != null) {
                                    lease.close();
                                }
                            }
                            assertThat(budget.bytes()).isBetween(0L, 60_000L);
                        }
                    })));
            for (Future<?> one : work) {
                one.get();
            }
        }
        given.forEach(FilterBudget.Lease::close);
        assertThat(budget.bytes()).isZero();
        assertThat(meters.get("tailrace.filter.distinct").gauge().value()).isZero();
    }
}
