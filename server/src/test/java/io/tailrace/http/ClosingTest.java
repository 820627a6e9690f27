package io.tailrace.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tailrace.fault.Faults;
import io.tailrace.testing.MutedLog;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That a server is taken apart to the end, whichever of its parts cannot be stopped. */
final class ClosingTest {

    private static final int STEPS = 4;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Closing closing = new Closing(new Faults(meters, () -> {}));
    private final List<Integer> taken = new ArrayList<>();

    /** As many steps as a server might have, of which some fail. */
    private List<Closeable> steps(List<Integer> failing, Failure failure) {
        return IntStream.range(0, STEPS)
                .mapToObj(number -> (Closeable) () -> {
                    taken.add(number);
                    if (failing.contains(number)) {
                        failure.of(number);
                    }
                })
                .toList();
    }

    private interface Failure {
        void of(int step) throws IOException;
    }

    @Test
    void aDiskThatFailsAtAnyStepKeepsNoOtherFromBeingTaken() {
        for (int failing = 0; failing < STEPS; failing++) {
            taken.clear();
            List<Closeable> steps = steps(List.of(failing), step -> {
                throw new IOException("disk " + step);
            });

            assertThat(catchThrowable(() -> closing.all(steps)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("disk " + failing);
            assertThat(taken).containsExactly(0, 1, 2, 3);
        }
        assertThat(faults()).isZero();
    }

    @Test
    void aFaultAtAnyStepKeepsNoOtherFromBeingTakenAndIsCounted() {
        try (MutedLog _ = MutedLog.of(Faults.class)) {
            for (int failing = 0; failing < STEPS; failing++) {
                taken.clear();
                List<Closeable> steps = steps(List.of(failing), step -> {
                    throw new AssertionError("fault " + step);
                });

                assertThat(catchThrowable(() -> closing.all(steps)))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("fault " + failing);
                assertThat(taken).containsExactly(0, 1, 2, 3);
                assertThat(faults()).isEqualTo(failing + 1);
            }
        }
    }

    @Test
    void whenSeveralFailTheFirstIsToldWithTheOthers() {
        List<Closeable> steps = steps(List.of(1, 3), step -> {
            throw new IOException("disk " + step);
        });

        Throwable told = catchThrowable(() -> closing.all(steps));
        assertThat(told).hasMessage("disk 1");
        assertThat(told.getSuppressed())
                .singleElement()
                .extracting(Throwable::getMessage)
                .isEqualTo("disk 3");
    }

    private double faults() {
        return meters.get("tailrace.faults").tag("seam", "close").counter().count();
    }
}
