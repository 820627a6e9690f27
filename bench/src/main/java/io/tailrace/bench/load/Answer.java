package io.tailrace.bench.load;

/**
 * The answer to a POST.
 *
 * @param firstId           the first id that it names, 0 when it names none
 * @param lastId            the last id that it names
 * @param retryAfterSeconds from {@code Retry-After}, 0 when absent
 * @param body              its text, for a person
 */
record Answer(int status, long firstId, long lastId, int retryAfterSeconds, String body) {

    boolean accepted() {
        return status == 201;
    }
}
