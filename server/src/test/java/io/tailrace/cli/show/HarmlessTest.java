package io.tailrace.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class HarmlessTest {

    @Test
    void ordinaryTextStaysAsItIs() {
        String text = "Zürich\t→ 東京 👍 \\x1b \u00a0";
        assertThat(Harmless.line(text)).isSameAs(text);
    }

    @Test
    void whatControlsATerminalIsShownInstead() {
        assertThat(Harmless.line("\u001b[2J\u0007\u0000\r\n\u007f")).isEqualTo("\\x1b[2J\\x07\\x00\\r\\n\\x7f");
        assertThat(Harmless.line("\u009b31m")).isEqualTo("\\x9b31m");
        assertThat(Harmless.line("a\u202etxt.exe\u2028")).isEqualTo("a\\u202etxt.exe\\u2028");
    }

    @Property
    void noControlCharacterEverComesThrough(@ForAll String text) {
        assertThat(Harmless.line(text).chars()).noneMatch(c -> c != '\t' && Character.getType(c) == Character.CONTROL);
    }
}
