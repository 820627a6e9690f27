package io.tailrace.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That every colour of text can be read on every ground it stands on: WCAG AA, 4.5 to 1. */
final class ThemeTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void inkHasContrastOnItsGround(String theme) {
        Page page = tailrace.open("/");
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme);
        List<?> weak = (List<?>) page.evaluate("""
                () => {
                  const probe = document.body.appendChild(document.createElement('i'));
                  const luminance = (name) => {
                    probe.style.color = `var(--${name})`;
                    const parts = getComputedStyle(probe).color.match(/[\\d.]+/g).map(Number);
                    const [r, g, b] = parts.map((part) => part / 255).map((part) =>
                      part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                  };
                  const contrast = (ink, ground) => {
                    const [low, high] = [luminance(ink), luminance(ground)].sort((a, b) => a - b);
                    return (high + 0.05) / (low + 0.05);
                  };
                  const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
                  const inks = ['ink', 'dim', 'focus', ...levels];
                  const grounds = ['page', 'raised', 'sunken'];
                  const pairs = [
                    ...inks.flatMap((ink) => grounds.map((ground) => [ink, ground])),
                    ...['warn', 'error', 'fatal'].flatMap((level) =>
                      ['ink', 'dim', level].map((ink) => [ink, `${level}-tint`])),
                    ['on-focus', 'focus'], ['ink', 'focus-tint'], ['ink', 'mark'],
                  ];
                  return pairs.map(([ink, ground]) => [ink, ground, contrast(ink, ground).toFixed(2)])
                    .filter(([, , ratio]) => ratio < 4.5).map((pair) => pair.join(' '));
                }
                """);
        assertThat(weak).isEmpty();
    }
}
