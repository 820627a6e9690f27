package io.tailrace.cli.serve;

import java.nio.file.Path;

/**
 * Where libraries unpack the native code that they bring: into the data directory, as programs may not be run from the
 * temporary directory of a machine that is set up with care. What the person who starts the server has set goes first.
 */
final class NativeCode {

    private NativeCode() {}

    /** To be said before the first of these libraries is used. They make the folder when they need it. */
    static void unpackBelow(Path data) {
        String folder = data.resolve("tmp").toAbsolutePath().normalize().toString();
        unlessSet("ZstdTempFolder", folder);
        unlessSet("io.netty.native.workdir", folder);
    }

    private static void unlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
