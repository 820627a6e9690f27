package io.tailrace.archive;

/** Says what to ask of a range of ids, in the same words for each range. Any thread may ask it. */
interface RangeQuestion {
    Sql of(IdRange range);
}
