package io.tailrace.cli.serve;

import io.tailrace.log.DataFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Where libraries unpack the native code that they bring: into the data directory, as programs may not be run from the
 * temporary directory of a machine that is set up with care. What the person who starts the server has set goes first.
 */
final class NativeCode {

    private NativeCode() {}

    /** To be said before the first of these libraries is used. */
    static void unpackBelow(Path data) {
        Path folder = data.resolve("tmp").toAbsolutePath().normalize();
        try {
            // Else the libraries make it, and the data directory with it, readable for everybody.
            make(folder);
        } catch (IOException failed) {
            // The server cannot use the data directory either, and says why better.
            return;
        }
        unlessSet("ZstdTempFolder", folder.toString());
        unlessSet("io.netty.native.workdir", folder.toString());
    }

    /** Makes the folder and those above it, and puts on the disk that they are there, as the log will lie in them. */
    private static void make(Path folder) throws IOException {
        Path topmost = DataFiles.existing(folder);
        DataFiles.createDirectories(folder);
        DataFiles.forceAbove(folder, topmost);
    }

    private static void unlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
