package io.tailrace.bench.client;

import java.io.IOException;

/** What takes a framing apart. One thread's. */
interface Source {

    /** Waits for what comes next; an exception says how the connection ended. */
    Heard next() throws IOException;
}
