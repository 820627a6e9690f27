package io.tailrace.bench.soak;

import io.tailrace.bench.client.StoredEntry;

/**
 * What matters of an entry of the soak: which service sent it, and whether it is one of the rare ones.
 *
 * @param service number of the service
 */
record Kind(int service, boolean rare) {

    /** How many services there are. */
    static final int SERVICES = 10;

    /** What the message of a rare entry begins with, and no other message contains. */
    static final String NEEDLE = "needle";

    private static final String SERVICE = "soak-";
    private static final int RARE = 0x40;

    /** The kind of an entry that a client or a page has brought. */
    static Kind of(StoredEntry entry) {
        if (!entry.service().startsWith(SERVICE)) {
            throw new IllegalArgumentException("An entry of another sender: service " + entry.service());
        }
        int service = Integer.parseInt(entry.service().substring(SERVICE.length()));
        return new Kind(service, entry.message().startsWith(NEEDLE));
    }

    /** As one byte that is never 0. */
    byte code() {
        return (byte) (service + 1 | (rare ? RARE : 0));
    }

    static Kind ofCode(byte code) {
        return new Kind((code & ~RARE) - 1, (code & RARE) != 0);
    }

    /** The name of a service. */
    static String serviceName(int service) {
        return SERVICE + service;
    }
}
