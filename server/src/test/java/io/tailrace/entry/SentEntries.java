package io.tailrace.entry;

import io.tailrace.testing.Json;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Entries as senders might give them: good ones, with every kind of value and every character that there is. */
final class SentEntries {

    private static final int MAX_NESTING = 4;

    private SentEntries() {}

    /** Entries as JSON objects. */
    static Arbitrary<Map<String, Object>> entries() {
        return Combinators.combine(
                        texts(1, 50),
                        Arbitraries.of(Level.values()),
                        texts(1, 200),
                        texts(0, 20).list().ofMaxSize(5).optional(),
                        values(MAX_NESTING).optional(),
                        Arbitraries.longs().optional(),
                        texts(0, 32).optional(),
                        values(2).optional())
                .as((service, level, message, tags, metadata, userId, traceId, beside) -> {
                    Map<String, Object> entry = new LinkedHashMap<>();
                    beside.ifPresent(value -> entry.put("beside", value));
                    entry.put("service", service);
                    entry.put("level", level.text());
                    entry.put("message", message);
                    tags.ifPresent(value -> entry.put("tags", value));
                    metadata.ifPresent(value -> entry.put("metadata", value));
                    userId.ifPresent(value -> entry.put("user_id", value));
                    traceId.ifPresent(value -> {
                        entry.put("trace_id", value);
                        entry.put("span_id", value);
                    });
                    return entry;
                });
    }

    /** Text of any characters that Unicode has, most of them such as logs are made of. */
    static Arbitrary<String> texts(int min, int max) {
        return Arbitraries.frequencyOf(
                        Tuple.of(10, Arbitraries.integers().between(' ', '~')),
                        Tuple.of(3, Arbitraries.of((int) '"', (int) '\\', (int) '\n', (int) '{', (int) ']')),
                        Tuple.of(1, Arbitraries.integers().between(0, ' ')),
                        Tuple.of(2, Arbitraries.integers().between(0x7f, 0xd7ff)),
                        Tuple.of(1, Arbitraries.integers().between(0xe000, 0xffff)),
                        Tuple.of(1, Arbitraries.integers().between(0x10000, 0x10ffff)))
                .list()
                .ofMinSize(min)
                .ofMaxSize(max)
                .map(points -> points.stream().map(Character::toString).collect(Collectors.joining()));
    }

    private static Arbitrary<Object> values(int nesting) {
        Arbitrary<Object> plain = Arbitraries.oneOf(
                texts(0, 20).map(text -> (Object) text),
                Arbitraries.longs().map(number -> (Object) number),
                Arbitraries.bigDecimals().ofScale(9).map(number -> (Object) number),
                Arbitraries.of(true, false).map(value -> (Object) value),
                Arbitraries.just(Json.NULL));
        if (nesting == 0) {
            return plain;
        }
        Arbitrary<Object> inner = values(nesting - 1);
        return Arbitraries.oneOf(
                plain,
                inner.list().ofMaxSize(4).map(list -> (Object) list),
                Arbitraries.maps(texts(0, 8), inner).ofMaxSize(4).map(map -> (Object) map));
    }

    /** Writes a value as JSON; characters beyond ASCII are escaped or stand for themselves. */
    static String json(Object value, boolean escaped) {
        return switch (value) {
            case String text -> escaped ? escape(text) : Json.quoted(text);
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(member ->
                                json(String.valueOf(member.getKey()), escaped) + ":" + json(valueOf(member), escaped))
                        .collect(Collectors.joining(" , ", "{ ", " }"));
            case List<?> list ->
                list.stream().map(each -> json(each, escaped)).collect(Collectors.joining(", ", "[", "\t]"));
            case BigDecimal number -> number.toString();
            default -> String.valueOf(value);
        };
    }

    private static Object valueOf(Map.Entry<?, ?> member) {
        return member.getValue();
    }

    private static String escape(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> out.append(String.format("\\u%04X", c)));
        return out.append('"').toString();
    }
}
