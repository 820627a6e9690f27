package io.tailrace.cli.demo;

/** What may be wrong in the shop for a while; it shows in the entries of all who depend on it. */
enum Incident {
    NONE,
    /** The payment gateway does not answer. */
    GATEWAY_DOWN,
    /** Queries wait for a lock. */
    SLOW_DATABASE,
    /** Someone tries passwords. */
    PASSWORD_GUESSING
}
