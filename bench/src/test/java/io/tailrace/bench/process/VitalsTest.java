package io.tailrace.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VitalsTest {

    private static final String METRICS = """
            # HELP x_direct_memory_max_bytes a limit
            x_direct_memory_max_bytes 9.0
            x_direct_memory_bytes 5.0E7
            jvm_memory_used_bytes{area="nonheap"} 3.0
            jvm_memory_used_bytes{area="heap"} 4.0
            x_direct_total 8.0
            """;

    @Test
    void findsWhatIsInUseAndNotTheLimit() {
        assertThat(Vitals.used(METRICS, name -> name.contains("direct"))).isEqualTo(5e7);
        assertThat(Vitals.used(METRICS, name -> name.contains("heap") && !name.contains("nonheap")))
                .isEqualTo(4);
    }

    @Test
    void aServerThatDoesNotTellHasNoFigure() {
        assertThat(Vitals.used("x_bytes 7\n", name -> name.contains("direct"))).isNaN();
    }
}
