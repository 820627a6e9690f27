package io.tailrace.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The name that Linux gives to each boot of a machine: within one, what a dead process has written is not lost. */
final class BootId {

    private static final Logger LOG = LoggerFactory.getLogger(BootId.class);
    private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId() {}

    /** The name of the present boot; empty if it is not known. */
    static String current() {
        try {
            return Files.readString(FILE).strip();
        } catch (IOException unknown) {
            LOG.debug("It is not known in which boot of the machine this runs", unknown);
            return "";
        }
    }
}
