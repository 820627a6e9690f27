package io.tailrace.archive;

import io.tailrace.log.DataFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The file of the archive and the directory beside it for what is temporary, and with which settings the database opens
 * them. Belongs to the thread that opens the archive.
 *
 * @param path of the database
 * @param settings of the database, which never change while it is open
 */
record ArchiveFile(Path path, Properties settings) {

    /** What exports and the database leave in the temporary directory if the process is killed. */
    private static final String LEFT_OVERS = "{" + ExportFiles.PREFIX + "*,duckdb_temp*}";

    /** Makes the directory and deletes what an earlier process left there. */
    static ArchiveFile prepare(Path path, Path temporary, long memoryBytes, long temporaryBytes) throws IOException {
        DataFiles.createDirectories(temporary);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary, LEFT_OVERS)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Properties settings = new Properties();
        settings.setProperty("memory_limit", (memoryBytes >> 20) + "MiB");
        // One, so that loading does not spin and no statement works for another one's question.
        settings.setProperty("threads", "1");
        settings.setProperty("temp_directory", temporary.toString());
        settings.setProperty("max_temp_directory_size", (temporaryBytes >> 20) + "MiB");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        return new ArchiveFile(path, settings);
    }

    String url() {
        return "jdbc:duckdb:" + path;
    }

    /** To be called once the database was opened: the file may be new. */
    void made() throws IOException {
        if (Files.exists(path)) {
            DataFiles.permit(path);
            DataFiles.forceDirectory(DataFiles.directoryOf(path));
        }
    }
}
