package io.tailrace.entry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The keys that an object has had so far. Few are looked through, many are hashed. Owned by one thread. */
final class SeenKeys {

    private static final int FEW = 16;

    private final List<String> few = new ArrayList<>();
    private final Set<String> many = new HashSet<>();

    /** Adds a key; says whether it is new. */
    boolean add(String key) {
        if (contains(key)) {
            return false;
        }
        if (few.size() < FEW) {
            few.add(key);
        } else {
            many.add(key);
        }
        return true;
    }

    boolean contains(String key) {
        return few.contains(key) || many.contains(key);
    }

    void clear() {
        few.clear();
        many.clear();
    }
}
