package io.tailrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./tailrace} in a checkout that is built, before a Java that says with what it was started. */
@Timeout(60)
final class LauncherTest {

    @TempDir
    private Path directory = Path.of("");

    private Path launcher = Path.of("");

    @BeforeEach
    void buildCheckout() throws IOException {
        Path sources = Path.of("..").toAbsolutePath().normalize();
        Path root = Files.createDirectories(directory.resolve("check out"));
        Files.createDirectories(root.resolve("scripts"));
        Files.createDirectories(root.resolve("server/src/main"));
        launcher = Files.copy(sources.resolve("tailrace"), root.resolve("tailrace"));
        Files.copy(sources.resolve("scripts/jdk.sh"), root.resolve("scripts/jdk.sh"));
        Files.writeString(root.resolve("pom.xml"), "");
        Files.writeString(root.resolve("server/pom.xml"), "");
        Files.createDirectories(root.resolve("server/target"));
        Path java = Files.createDirectories(directory.resolve("java/bin")).resolve("java");
        Files.writeString(directory.resolve("java/release"), "JAVA_VERSION=\"25.0.1\"\n");
        Files.writeString(java, "#!/bin/sh\nprintf '<%s>\\n' \"$LC_ALL\" \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(root.resolve("server/target/tailrace.jar"), "");
    }

    private String start(String program, Map<String, String> environment, String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = program;
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment()
                .put("TAILRACE_JAVA_HOME", directory.resolve("java").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }

    @Test
    void itIsFoundThroughLinksOnThePath() throws Exception {
        Path path = Files.createDirectories(directory.resolve("home/bin"));
        Path opt = Files.createDirectories(directory.resolve("opt"));
        Files.createSymbolicLink(opt.resolve("tailrace"), Path.of("..", "check out", "tailrace"));
        Files.createSymbolicLink(path.resolve("tailrace"), Path.of("..", "..", "opt", "tailrace"));
        Files.createSymbolicLink(path.resolve("absolute"), launcher);
        String jar = "<" + launcher.resolveSibling("server/target/tailrace.jar") + ">\n";
        for (String link : new String[] {"tailrace", "absolute"}) {
            assertThat(start("bash", Map.of(), "-c", "PATH=$PWD/home/bin:$PATH; cd /; " + link + " tail 'two words'"))
                    .endsWith("<-jar>\n" + jar + "<tail>\n<two words>\n");
        }
    }

    @Test
    void aLocaleThatKnowsAsciiOnlyIsReplaced() throws Exception {
        assertThat(start(launcher.toString(), Map.of("LC_ALL", "C"), "tail", "größe"))
                .startsWith("<C.UTF-8>\n")
                .endsWith("<tail>\n<größe>\n");
        assertThat(start(launcher.toString(), Map.of("LC_ALL", "C.utf8"), "tail"))
                .startsWith("<C.utf8>\n");
    }
}
