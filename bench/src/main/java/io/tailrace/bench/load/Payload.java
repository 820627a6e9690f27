package io.tailrace.bench.load;

/** What the text frames of a peer carry. */
public enum Payload {
    /** An entry each, with its id and its sender's stamp in front: ids are checked and latencies taken. */
    STAMPED_ENTRIES,
    /** An entry each, sent some time ago: ids are checked. */
    ENTRIES,
    /** Filler, as the floor program sends it: frames are counted. */
    FILLER
}
