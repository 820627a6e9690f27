package io.tailrace.cli.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class LineReaderTest {

    private static final String TOO_LONG = "(too long)";

    @Test
    void bothKindsOfLineEndsAreTakenAway() throws IOException {
        assertThat(lines("one\ntwo\r\n\nfour\rstill four\n")).containsExactly("one", "two", "", "four\rstill four");
    }

    @Test
    void theLastLineNeedsNoEnd() throws IOException {
        assertThat(lines("one\ntwo")).containsExactly("one", "two");
        assertThat(lines("")).isEmpty();
        assertThat(lines("\n")).containsExactly("");
    }

    @Test
    void aByteOrderMarkIsNotPartOfTheFirstLine() throws IOException {
        assertThat(lines("\ufeffone\n\ufefftwo")).containsExactly("one", "\ufefftwo");
    }

    @Test
    void aLineOfTheLimitIsWhole() throws IOException {
        assertThat(lines("a".repeat(20) + "\n" + "b".repeat(20) + "\r\n" + "c".repeat(21) + "\nd"))
                .containsExactly("a".repeat(20), "b".repeat(20), TOO_LONG, "d");
    }

    @Test
    void aLineIsHandedOutBeforeTheNextOneCame() throws IOException {
        InputStream never = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("the line was there already");
            }

            @Override
            public int read(byte[] bytes, int from, int count) {
                return read();
            }
        };
        InputStream one = new ByteArrayInputStream("one\n".getBytes(UTF_8));
        LineReader reader = new LineReader(new SequenceInputStream(one, never), 20);

        assertThat(reader.next()).isTrue();
        assertThat(text(reader)).isEqualTo("one");
    }

    @Property(tries = 300)
    void howTheBytesArriveMakesNoDifference(
            @ForAll @Size(max = 12) List<@IntRange(max = 150_000) Integer> lengths, @ForAll long seed)
            throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder input = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < lengths.size(); i++) {
            String line = String.valueOf((char) ('a' + i)).repeat(lengths.get(i));
            input.append(line).append(random.nextBoolean() ? "\n" : "\r\n");
            expected.add(line.length() > 70_000 ? TOO_LONG : line);
        }
        InputStream trickle = new ByteArrayInputStream(input.toString().getBytes(UTF_8)) {
            @Override
            public synchronized int read(byte[] bytes, int from, int count) {
                return super.read(bytes, from, 1 + random.nextInt(Math.min(count, 40_000)));
            }
        };

        assertThat(lines(new LineReader(trickle, 70_000))).isEqualTo(expected);
    }

    private static List<String> lines(String input) throws IOException {
        return lines(new LineReader(new ByteArrayInputStream(input.getBytes(UTF_8)), 20));
    }

    private static List<String> lines(LineReader reader) throws IOException {
        List<String> lines = new ArrayList<>();
        while (reader.next()) {
            lines.add(reader.tooLong() ? TOO_LONG : text(reader));
            assertThat(reader.number()).isEqualTo(lines.size());
        }
        return lines;
    }

    private static String text(LineReader reader) {
        return new String(reader.buffer(), reader.start(), reader.length(), UTF_8);
    }
}
