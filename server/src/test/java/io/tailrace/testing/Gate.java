package io.tailrace.testing;

import java.util.concurrent.CountDownLatch;

/** Holds whoever comes until the test lets all go on; from then on it holds nobody. From any thread. */
public final class Gate {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    /** Says that somebody is here, and waits until the gate is open. */
    public void pass() {
        reached.countDown();
        try {
            open.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Waits until the first one is here. */
    public void awaitArrival() throws InterruptedException {
        reached.await();
    }

    public void open() {
        open.countDown();
    }
}
