package io.tailrace.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VitalsTest {

    private static final String METRICS = """
            # HELP jvm_memory_used_bytes The amount of used memory
            # TYPE jvm_memory_used_bytes gauge
            jvm_memory_committed_bytes{area="heap",id="G1 Old Gen"} 9.0E9
            jvm_memory_max_bytes{area="heap",id="G1 Old Gen"} 9.0E9
            jvm_memory_used_bytes{area="heap",id="G1 Eden Space"} 4.0
            jvm_memory_used_bytes{area="heap",id="G1 Old Gen"} 1.6E8
            jvm_memory_used_bytes{area="heap",id="G1 Survivor Space"} 5.0
            jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 3.0
            """;

    @Test
    void theHeapIsAllOfItsPools() {
        assertThat(Vitals.heap(METRICS)).isEqualTo(160_000_009);
    }

    @Test
    void aServerThatDoesNotTellHasNoFigure() {
        assertThat(Vitals.heap("x_bytes 7\n")).isNaN();
    }
}
