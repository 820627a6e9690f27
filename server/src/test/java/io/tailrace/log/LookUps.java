package io.tailrace.log;

import io.tailrace.filter.Filter;
import java.util.OptionalLong;

/** Look-ups that are taken to their end in one go. */
final class LookUps {

    private LookUps() {}

    static long count(EventLog log, Filter filter, long after, long upTo) {
        CountLookUp lookUp = log.countLookUp(filter, after, upTo);
        lookUp.finish(new RunningQuery());
        return lookUp.count();
    }

    static OptionalLong nthNewest(EventLog log, Filter filter, long after, long upTo, long n) {
        NewestLookUp lookUp = log.newestLookUp(filter, after, upTo, n);
        lookUp.finish(new RunningQuery());
        return lookUp.found();
    }
}
