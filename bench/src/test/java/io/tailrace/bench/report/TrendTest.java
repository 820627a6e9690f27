package io.tailrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrendTest {

    @Test
    void comparesTheThirdsAndIgnoresASpike() {
        Trend trend = Trend.of(List.of(10.0, 900.0, 11.0, 12.0, 13.0, 12.0, 11.0, 12.0, 500.0));
        assertThat(trend).isEqualTo(new Trend(11, 12));
        assertThat(trend.flat(1.1, 0)).isTrue();
    }

    @Test
    void whatGrowsIsNotFlat() {
        Trend trend = Trend.of(List.of(10.0, 12.0, 14.0, 16.0, 18.0, 20.0));
        assertThat(trend.flat(1.2, 1)).isFalse();
        assertThat(trend.flat(1.2, 10)).isTrue();
    }

    @Test
    void theMedianOfTwoIsBetweenThem() {
        assertThat(Trend.median(List.of(3.0, 1.0))).isEqualTo(2);
        assertThat(Trend.median(List.of(9.0, 1.0, 3.0))).isEqualTo(3);
    }

    @Test
    void whatTheServerDoesNotTellIsNotHeldAgainstIt() {
        assertThat(new Trend(Double.NaN, Double.NaN).flat(1, 0)).isTrue();
    }
}
