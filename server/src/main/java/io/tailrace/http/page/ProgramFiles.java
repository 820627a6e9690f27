package io.tailrace.http.page;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Files as the program brings them: in its jar, or in the folder of its classes while it is developed. */
public final class ProgramFiles {

    private ProgramFiles() {}

    /** All of the page's files by their names, such as {@code list/entry-list.js}. Blocks. */
    public static SortedMap<String, byte[]> page() throws IOException {
        return read("ui/");
    }

    /** The documents, such as {@code QUERY.md}, and the files that they show or link to. Blocks. */
    public static SortedMap<String, byte[]> documents() throws IOException {
        return read("docs/");
    }

    private static SortedMap<String, byte[]> read(String folder) throws IOException {
        Path program = program();
        return Files.isDirectory(program) ? ofFolder(program.resolve(folder)) : ofJar(program, folder);
    }

    private static Path program() throws IOException {
        try {
            return Path.of(ProgramFiles.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException broken) {
            throw new IOException("the program does not know where it lies", broken);
        }
    }

    static SortedMap<String, byte[]> ofFolder(Path folder) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                files.put(name, Files.readAllBytes(file));
            }
        }
        return files;
    }

    static SortedMap<String, byte[]> ofJar(Path jar, String folder) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entry.getName().startsWith(folder) && !entry.isDirectory()) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        files.put(entry.getName().substring(folder.length()), in.readAllBytes());
                    }
                }
            }
        }
        return files;
    }
}
