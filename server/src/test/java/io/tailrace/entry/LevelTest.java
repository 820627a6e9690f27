package io.tailrace.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LevelTest {

    @ParameterizedTest
    @EnumSource
    void aLevelIsReadByItsNameInAnyCase(Level level) {
        assertThat(Level.parse(level.text())).contains(level);
        assertThat(Level.parse(level.name())).contains(level);
        assertThat(Level.ofSeverity(level.severity())).isEqualTo(level);
    }

    @Test
    void aLevelIsReadUnderEveryLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.of("tr", "TR"));
        try {
            assertThat(Level.parse("INFO")).contains(Level.INFO);
            assertThat(Level.parse("CRITICAL")).contains(Level.FATAL);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void theNamesInErrorsAreAllOfThemInTheirOrder() {
        assertThat(Level.NAMES)
                .isEqualTo(Arrays.stream(Level.values()).map(Level::text).collect(Collectors.joining(", ")));
    }
}
