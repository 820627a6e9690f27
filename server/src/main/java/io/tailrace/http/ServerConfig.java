package io.tailrace.http;

import java.nio.file.Path;
import java.util.Set;

/**
 * Everything that can be set of a server. Sizes are in bytes, times in milliseconds.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any free one
 * @param data the directory of the log
 * @param forceEachCommit whether an append is answered only once it is on the disk
 * @param journalRepair whether to cut the journal at its first damaged record instead of refusing to start
 * @param hotTailBytes memory for the newest entries
 * @param appendQueueBytes what may wait to be appended
 * @param journalSegmentBytes the size of a journal file
 * @param archiveMemoryBytes what the database may hold in memory
 * @param archiveThreads how many threads the database may use to answer a query; 0 for one a core
 * @param archiveIntervalMillis how long an entry may wait for its batch to the archive to fill
 * @param retentionMillis how long ago an entry that is kept may have been appended; 0 for any time
 * @param retentionBytes what the archive may take on the disk; 0 for any size
 * @param maxEntryBytes of one entry
 * @param maxBodyBytes of one request body, after decompression too
 * @param maxBufferedBytes of all request bodies under way together
 * @param maxConnections open connections of every kind
 * @param maxClients open streams
 * @param catchUpWorkers how many reads of the archive run at once
 * @param catchUpPages pages of the archive that may wait for slow readers, on each event loop
 * @param batchBytes what one client is sent at once
 * @param sendBufferBytes the kernel's send buffer of a connection; 0 to leave it to the kernel
 * @param heartbeatMillis how often a client hears of its position at the least
 * @param pingMillis how often a WebSocket's client is pinged
 * @param silenceMillis after how long without a sign of life a WebSocket is closed, or a body given up
 * @param queryConcurrency how many queries are worked on at once
 * @param queryQueue how many queries may wait for that
 * @param queryTimeoutMillis how long a query may take, waiting included
 * @param exportConcurrency how many exports run at once
 * @param eventLoops threads that serve connections; 0 for one a core
 * @param allowHosts host names to answer for, beside the loopback names
 * @param allowOrigins origins whose pages may read this server
 */
public record ServerConfig(
        String host,
        int port,
        Path data,
        boolean forceEachCommit,
        boolean journalRepair,
        long hotTailBytes,
        long appendQueueBytes,
        long journalSegmentBytes,
        long archiveMemoryBytes,
        int archiveThreads,
        long archiveIntervalMillis,
        long retentionMillis,
        long retentionBytes,
        int maxEntryBytes,
        int maxBodyBytes,
        long maxBufferedBytes,
        int maxConnections,
        int maxClients,
        int catchUpWorkers,
        int catchUpPages,
        int batchBytes,
        int sendBufferBytes,
        long heartbeatMillis,
        long pingMillis,
        long silenceMillis,
        int queryConcurrency,
        int queryQueue,
        long queryTimeoutMillis,
        int exportConcurrency,
        int eventLoops,
        Set<String> allowHosts,
        Set<String> allowOrigins) {

    public ServerConfig {
        if (archiveThreads == 0) {
            archiveThreads = Runtime.getRuntime().availableProcessors();
        }
        allowHosts = Set.copyOf(allowHosts);
        allowOrigins = Set.copyOf(allowOrigins);
    }
}
