package io.tailrace.entry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.tailrace.testing.Json;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** What an entry says survives every form that it takes: sent, drafted, numbered into a block, journaled and read back. */
final class EntryRoundTripTest {

    private static final long CREATED_AT = 1_795_343_400_123_456L;

    @Provide
    Arbitrary<List<Map<String, Object>>> sent() {
        return SentEntries.entries().list().ofMinSize(1).ofMaxSize(4);
    }

    @Property(tries = 300)
    void whatWasSentIsWhatIsStored(
            @ForAll("sent") List<Map<String, Object>> sent,
            @ForAll @LongRange(min = 1, max = Long.MAX_VALUE / 2) long firstId,
            @ForAll boolean escaped)
            throws IOException {
        EntryBlock block = block(firstId, sent, escaped);

        assertThat(block.count()).isEqualTo(sent.size());
        for (int index = 0; index < sent.size(); index++) {
            assertThat(Json.parse(new String(block.json(index), UTF_8)))
                    .isEqualTo(Json.parse(SentEntries.json(stored(firstId + index, sent.get(index)), escaped)));
        }
    }

    @Property(tries = 300)
    void aBlockThatIsReadBackHasTheSameFields(
            @ForAll("sent") List<Map<String, Object>> sent,
            @ForAll @LongRange(min = 1, max = Long.MAX_VALUE / 2) long firstId)
            throws IOException {
        EntryBlock written = block(firstId, sent, false);
        EntryBlock read = EntryBlock.decode(firstId, sent.size(), CREATED_AT, written.bytes());

        for (int index = 0; index < sent.size(); index++) {
            EntryView before = new EntryView().at(written, index);
            EntryView after = new EntryView().at(read, index);
            assertThat(offsets(after)).isEqualTo(offsets(before));
            assertThat(after.level()).isEqualTo(before.level());
            assertThat(after.hasPlainMessage()).isEqualTo(before.hasPlainMessage());
            assertThat(after.id()).isEqualTo(firstId + index);
            assertThat(after.timestamp()).isEqualTo(CREATED_AT);
            assertThat(read.json(index)).isEqualTo(written.json(index));
        }
        assertThat(read.lastId()).isEqualTo(firstId + sent.size() - 1);
        assertThat(read.memoryBytes()).isEqualTo(written.memoryBytes());
    }

    @Property(tries = 200)
    void aViewFindsEachFieldInItsPlace(@ForAll("sent") List<Map<String, Object>> sent, @ForAll boolean escaped)
            throws IOException {
        EntryBlock block = block(7, sent, escaped);
        for (int index = 0; index < sent.size(); index++) {
            Map<String, Object> entry = sent.get(index);
            EntryView view = new EntryView().at(block, index);
            assertThat(view.message()).isEqualTo(entry.get("message"));
            assertThat(view.level().text()).isEqualTo(entry.get("level"));
            String service = String.valueOf(entry.get("service"));
            assertThat(view.serviceIs(canonical(service))).isTrue();
            assertThat(view.serviceIs(canonical(service + "x"))).isFalse();
            for (Object tag : (List<?>) entry.getOrDefault("tags", List.of())) {
                assertThat(hasTag(view, tag)).isTrue();
            }
            assertThat(hasTag(view, "no such tag")).isFalse();
            Object userId = entry.get("user_id");
            assertThat(view.userIdIs(String.valueOf(userId).getBytes(UTF_8))).isEqualTo(userId != null);
            Object traceId = entry.get("trace_id");
            byte[] trace = canonical(traceId == null ? "none" : traceId);
            assertThat(view.traceIdIs(trace)).isEqualTo(traceId != null);
            assertThat(view.spanIdIs(trace)).isEqualTo(traceId != null);
        }
    }

    @Property(tries = 200)
    void aBlockCanBeTakenFromAnyOfItsEntriesOn(@ForAll("sent") List<Map<String, Object>> sent) throws IOException {
        EntryBlock block = block(99, sent, false);
        for (int index = 0; index < sent.size(); index++) {
            EntryBlock rest = block.from(99 + index);
            assertThat(rest.firstId()).isEqualTo(99 + index);
            assertThat(rest.lastId()).isEqualTo(block.lastId());
            assertThat(rest.json(0)).isEqualTo(block.json(index));
        }
    }

    @Property(tries = 200)
    void whatIsNotABlockIsToldFromOne(@ForAll("sent") List<Map<String, Object>> sent, @ForAll Random random)
            throws IOException {
        byte[] bytes = block(5, sent, false).bytes();

        assertNoBlock(sent.size() + 1, bytes);
        assertNoBlock(sent.size() - 1, bytes);
        assertNoBlock(sent.size(), Arrays.copyOf(bytes, random.nextInt(bytes.length)));
        assertNoBlock(sent.size(), Arrays.copyOf(bytes, bytes.length + 1));
        assertNoBlock(sent.size(), Arrays.copyOfRange(bytes, 1, bytes.length));
    }

    @Property(tries = 300)
    void damageIsNeverWorseThanARefusal(@ForAll("sent") List<Map<String, Object>> sent, @ForAll Random random)
            throws IOException {
        byte[] bytes = block(5, sent, false).bytes();
        for (int damage = 0; damage < 3; damage++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        try {
            EntryBlock.decode(5, sent.size(), CREATED_AT, bytes);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("entry");
        }
    }

    private static void assertNoBlock(int count, byte[] bytes) {
        assertThatIllegalArgumentException().isThrownBy(() -> EntryBlock.decode(5, count, CREATED_AT, bytes));
    }

    private static EntryBlock block(long firstId, List<Map<String, Object>> sent, boolean escaped) throws IOException {
        JsonFactory factory = new JsonFactory();
        EntryParser parser = new EntryParser(factory, new EntryLimits(1 << 20));
        Drafts drafts = new Drafts(0);
        for (Map<String, Object> entry : sent) {
            try (JsonParser json =
                    factory.createParser(SentEntries.json(entry, escaped).getBytes(UTF_8))) {
                json.nextToken();
                assertThat(parser.parse(json, drafts)).isEmpty();
            }
        }
        EntryBlock.Builder builder = new EntryBlock.Builder();
        builder.begin(firstId, CREATED_AT);
        for (int index = 0; index < drafts.count(); index++) {
            builder.add(drafts, index);
        }
        assertThat(drafts.numberedBytes()).isGreaterThanOrEqualTo(builder.bytes());
        return builder.build();
    }

    /** What the wire contract says is stored of an entry that was sent. */
    private static Map<String, Object> stored(long id, Map<String, Object> sent) {
        Map<String, Object> stored = new LinkedHashMap<>();
        stored.put("id", id);
        stored.put("timestamp", Rfc3339.format(CREATED_AT));
        stored.put("created_at", Rfc3339.format(CREATED_AT));
        for (String key : List.of("service", "level", "message")) {
            stored.put(key, sent.getOrDefault(key, ""));
        }
        stored.put("tags", sent.getOrDefault("tags", List.of()));
        Map<Object, Object> metadata = new LinkedHashMap<>();
        switch (sent.getOrDefault("metadata", Json.NULL)) {
            case Map<?, ?> map -> metadata.putAll(map);
            case Object nothing when nothing.equals(Json.NULL) -> {}
            case Object value -> metadata.put("value", value);
        }
        if (sent.containsKey("beside")) {
            metadata.putIfAbsent("beside", sent.get("beside"));
        }
        stored.put("metadata", metadata);
        for (String key : List.of("user_id", "trace_id", "span_id")) {
            if (sent.containsKey(key)) {
                stored.put(key, sent.getOrDefault(key, ""));
            }
        }
        return stored;
    }

    private static List<Integer> offsets(EntryView view) {
        return List.of(
                view.bodyStart(),
                view.serviceStart(),
                view.serviceEnd(),
                view.messageStart(),
                view.messageEnd(),
                view.tagsStart(),
                view.tagsEnd(),
                view.metadataStart(),
                view.metadataEnd(),
                view.end());
    }

    private static boolean hasTag(EntryView view, Object tag) {
        byte[] wanted = canonical(tag);
        return view.anyTag((bytes, start, end) -> Arrays.equals(bytes, start, end, wanted, 0, wanted.length));
    }

    private static byte[] canonical(Object text) {
        return new JsonBuffer(16).string(String.valueOf(text)).toByteArray();
    }
}
