package io.tailrace.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, as its jar says it. */
public final class Version implements IVersionProvider {

    /** Such as {@code 0.1.0}; {@code unpackaged} when run from class files. */
    public static String number() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"tailrace " + number()};
    }
}
