package io.tailrace.http;

import io.tailrace.archive.ArchiveOptions;
import io.tailrace.filter.FilterLimits;
import io.tailrace.http.access.AccessRules;
import io.tailrace.http.ingest.IngestLimits;
import io.tailrace.http.query.QueryLimits;
import io.tailrace.http.tail.TailOptions;
import io.tailrace.log.LogOptions;
import java.nio.file.Path;

/**
 * Everything that can be set of a server, by the room that it belongs to.
 *
 * @param data the directory of the log
 */
public record ServerConfig(
        Path data,
        ListenOptions listen,
        AccessRules access,
        LogOptions log,
        ArchiveOptions archive,
        IngestLimits ingest,
        TailOptions tail,
        QueryLimits query,
        FilterLimits filter) {}
