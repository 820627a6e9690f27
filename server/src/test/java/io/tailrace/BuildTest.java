package io.tailrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the build promises of itself. It runs in the module's folder. */
final class BuildTest {

    private static final Path ROOT = Path.of("..");

    /** Surefire hands the properties of its command line on to the tests. */
    @Test
    void nothingIsTriedTwice() throws IOException {
        assertThat(System.getProperty("surefire.rerunFailingTestsCount")).isNull();
        for (String file : List.of("check", ".ci/run", "pom.xml", "server/pom.xml", "bench/pom.xml")) {
            assertThat(ROOT.resolve(file)).as(file).content().doesNotContainIgnoringCase("rerunFailing");
        }
        try (Stream<Path> settings = Files.list(ROOT.resolve(".mvn"))) {
            assertThat(settings.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(file).content().doesNotContainIgnoringCase("rerunFailing"));
        }
    }

    @Test
    void noClassIsLongerThanThreeHundredLines() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            assertThat(sources.filter(Files::isRegularFile))
                    .allSatisfy(source -> assertThat(Files.readAllLines(source).size())
                            .as(source.toString())
                            .isLessThanOrEqualTo(300));
        }
    }
}
