package io.tailrace.cli.shell;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments and the environment of this process with all of their letters. In a locale without UTF-8, such as {@code C},
 * Java knows ASCII only and gives the rest as question marks; then they are read from the kernel, where it has them.
 */
public final class NativeText {

    private static final Path ARGUMENTS = Path.of("/proc/self/cmdline");
    private static final Path ENVIRONMENT = Path.of("/proc/self/environ");

    private NativeText() {}

    /** {@code given}: the arguments as Java knows them. */
    public static String[] arguments(String[] given) {
        if (knowsLetters()) {
            return given;
        }
        List<String> all = texts(ARGUMENTS);
        if (all.size() <= given.length) {
            return given;
        }
        // The others are those of the JVM.
        return all.subList(all.size() - given.length, all.size()).toArray(String[]::new);
    }

    public static Map<String, String> environment() {
        if (knowsLetters()) {
            return System.getenv();
        }
        Map<String, String> variables = new HashMap<>(System.getenv());
        for (String variable : texts(ENVIRONMENT)) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                variables.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return variables;
    }

    /** Whether a name of a file with any letters can be told to the system. */
    static boolean knowsLetters() {
        return !Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")).equals(StandardCharsets.US_ASCII);
    }

    /** Texts that end with a zero; none where the system does not show them, or shows what is no UTF-8. */
    private static List<String> texts(Path file) {
        List<String> texts = new ArrayList<>();
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            String all = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            for (int from = 0, to = all.indexOf('\0'); to >= 0; from = to + 1, to = all.indexOf('\0', from)) {
                texts.add(all.substring(from, to));
            }
        } catch (CharacterCodingException notUtf8) {
            return List.of();
        } catch (IOException notThere) {
            return List.of();
        }
        return texts;
    }
}
