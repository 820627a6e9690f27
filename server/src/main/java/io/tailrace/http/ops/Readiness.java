package io.tailrace.http.ops;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether the server should be sent requests: the first of its checks that says no, and why. Any thread may ask. */
public final class Readiness {

    private final List<Supplier<Optional<String>>> checks;

    /** @param checks each says in words what is not ready, if so; asked in this order */
    public Readiness(List<Supplier<Optional<String>>> checks) {
        this.checks = List.copyOf(checks);
    }

    /** Why the server is not ready, if so. */
    public Optional<String> reason() {
        return checks.stream().map(Supplier::get).flatMap(Optional::stream).findFirst();
    }
}
