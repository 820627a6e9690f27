package io.tailrace.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.tailrace.entry.Drafts;
import io.tailrace.entry.EntryBlock;
import io.tailrace.entry.EntryLimits;
import io.tailrace.entry.EntryParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Entries for tests, read from JSON as senders give it and numbered as the server does. */
public final class Entries {

    private static final JsonFactory JSON = new JsonFactory();
    private static final EntryLimits LIMITS = new EntryLimits(256 << 10);

    private Entries() {}

    /** Reads entries, each a JSON object as a sender gives it. */
    public static Drafts drafts(List<String> entries) {
        Drafts drafts = new Drafts(entries.size() * 256);
        EntryParser parser = new EntryParser(JSON, LIMITS);
        for (String entry : entries) {
            try (JsonParser json = JSON.createParser(entry)) {
                json.nextToken();
                parser.parse(json, drafts).ifPresent(broken -> {
                    throw new IllegalArgumentException(broken + ": " + entry);
                });
            } catch (IOException notJson) {
                throw new UncheckedIOException(notJson);
            }
        }
        return drafts;
    }

    /** Entries with these messages. */
    public static Drafts messages(String... messages) {
        return drafts(List.of(messages).stream().map(Entries::withMessage).toList());
    }

    /** So many entries, each with a message of so many characters. */
    public static Drafts filling(int count, int messageLength) {
        String entry = withMessage("x".repeat(messageLength));
        return drafts(IntStream.range(0, count).mapToObj(_ -> entry).toList());
    }

    public static String withMessage(String message) {
        return "{\"service\":\"portal\",\"level\":\"info\",\"message\":\"" + message + "\"}";
    }

    /** Numbers entries into one block. */
    public static EntryBlock block(long firstId, long createdAt, Drafts drafts) {
        EntryBlock.Builder builder = new EntryBlock.Builder();
        builder.begin(firstId, createdAt);
        for (int index = 0; index < drafts.count(); index++) {
            builder.add(drafts, index);
        }
        return builder.build();
    }

    /** A block of so many entries whose messages are {@code message} and their ids. */
    public static EntryBlock block(long firstId, int count) {
        return block(
                firstId,
                firstId,
                drafts(IntStream.range(0, count)
                        .mapToObj(index -> withMessage("message " + (firstId + index)))
                        .toList()));
    }

    /** The wire JSON of each entry. */
    public static List<String> texts(EntryBlock block) {
        List<String> texts = new ArrayList<>();
        for (int index = 0; index < block.count(); index++) {
            texts.add(new String(block.json(index), UTF_8));
        }
        return texts;
    }
}
