package io.tailrace.entry;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PositionTest {

    @Property(tries = 200)
    void aPositionIsReadBackAsItWas(@ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long id) {
        for (String epoch : new String[] {"", "e2b47bc4da047", "with-dash"}) {
            Position position = new Position(epoch, id);
            assertThat(Position.parse(position.toString())).contains(position);
        }
    }

    @Property(tries = 500)
    void noTextIsMoreThanNoPosition(@ForAll String text) {
        Position.parse(text).ifPresent(position -> assertThat(position.id()).isNotNegative());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "-5",
                "epoch-",
                "epoch",
                "epoch-x",
                "1.5",
                " 5",
                "5 ",
                "+5",
                "1234567890123456789",
                "٣",
                "epoch-٣"
            })
    void whatIsNoPositionIsNotRead(String text) {
        assertThat(Position.parse(text)).isEmpty();
    }
}
