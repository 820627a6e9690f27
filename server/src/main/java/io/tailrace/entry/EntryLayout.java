package io.tailrace.entry;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The shape of an entry's wire JSON: the order of its keys, and what stands between its values. Every entry is written
 * in this shape, so a reader finds a field from a few offsets instead of parsing.
 *
 * <pre>
 * {"id":N,"timestamp":"T","created_at":"T",            head: known when the entry has its number
 * "service":S,"level":"L","message":M,"tags":[…],"metadata":{…}[,"user_id":N][,"trace_id":S][,"span_id":S]}   body
 * </pre>
 */
final class EntryLayout {

    static final byte[] ID = "{\"id\":".getBytes(US_ASCII);
    static final byte[] TIMESTAMP = ",\"timestamp\":\"".getBytes(US_ASCII);
    static final byte[] CREATED_AT = "\",\"created_at\":\"".getBytes(US_ASCII);
    static final byte[] HEAD_END = "\",".getBytes(US_ASCII);
    static final byte[] SERVICE = "\"service\":".getBytes(US_ASCII);
    static final byte[] LEVEL = ",\"level\":\"".getBytes(US_ASCII);
    static final byte[] MESSAGE = "\",\"message\":".getBytes(US_ASCII);
    static final byte[] TAGS = ",\"tags\":".getBytes(US_ASCII);
    static final byte[] METADATA = ",\"metadata\":".getBytes(US_ASCII);
    static final byte[] USER_ID = ",\"user_id\":".getBytes(US_ASCII);
    static final byte[] TRACE_ID = ",\"trace_id\":".getBytes(US_ASCII);
    static final byte[] SPAN_ID = ",\"span_id\":".getBytes(US_ASCII);

    /** The head without the digits of the id. */
    static final int HEAD_LENGTH =
            ID.length + TIMESTAMP.length + CREATED_AT.length + HEAD_END.length + 2 * Rfc3339.LENGTH;

    /** Where the fields of one entry end, as offsets kept in an int array: {@link #STRIDE} ints an entry. */
    static final int SERVICE_END = 0;

    static final int MESSAGE_END = 1;
    static final int TAGS_END = 2;
    static final int METADATA_END = 3;
    static final int END = 4;
    static final int STRIDE = 5;

    /** A byte an entry: its level, and whether its message is plain (ASCII, nothing escaped). */
    static final int LEVEL_BITS = 0x07;

    static final int PLAIN_MESSAGE = 0x08;

    private EntryLayout() {}
}
