package io.tailrace.http.tail;

import io.tailrace.stream.StreamLimits;

/**
 * How streams are served.
 *
 * @param limits of each event loop's fan-out
 * @param readers how many reads of the archive run at once for clients that are far behind
 * @param lookUps how many look-ups of starts, skips and counts may be under way for streams, waiting included
 * @param liveness how the end of a client is found out
 */
public record TailOptions(StreamLimits limits, int readers, int lookUps, Liveness liveness) {}
