package io.tailrace.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The programs of this machine that tests start. {@code ./check} installs them, or says which are missing. */
public final class Installed {

    private Installed() {}

    /**
     * Where the first program of these names is: on the path, or where Debian puts servers, which is not on everyone's path.
     */
    public static String program(String... names) {
        List<Path> folders = Stream.of((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":"))
                .map(Path::of)
                .toList();
        return Stream.of(names)
                .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("no " + String.join(" or ", names) + " on the path: install it"))
                .toString();
    }
}
