package io.tailrace.clients;

import java.util.List;
import java.util.stream.Collectors;

/** A client, and what it told since it was opened, a line each: an entry's id, or a word. */
interface Printed extends AutoCloseable {

    List<String> lines();

    /** The ids of the entries that came, in the order in which they came. */
    default List<Long> ids() {
        return lines().stream()
                .filter(line -> !line.isEmpty() && line.chars().allMatch(Character::isDigit))
                .map(Long::valueOf)
                .collect(Collectors.toList());
    }

    /** How often it told this. */
    default long count(String line) {
        return lines().stream().filter(line::equals).count();
    }

    @Override
    void close();
}
