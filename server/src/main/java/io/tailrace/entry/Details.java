package io.tailrace.entry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * What a person sees of an entry beside its message: the service, the tags, the values in the metadata however deep they
 * lie, and the user, trace and span ids. Of a string it is what the string says, of a number its digits as they were sent; keys
 * and {@code null} are no part of it. The texts lie one behind the other, folded and in UTF-8, with a byte before each that
 * no text has, so that nothing is found across two of them. Owned by an {@link EntryView}, for one entry after another.
 */
public final class Details {

    /** Stands before each text. */
    public static final byte BOUNDARY = (byte) 0xFF;

    /** What is larger is not kept for the next entry. */
    private static final int KEPT = 16 << 10;

    private byte[] texts = new byte[512];
    private int size;

    /** Of an entry of which there is the metadata's JSON only. */
    public static Details ofMetadata(byte[] json, UnaryOperator<String> folding) {
        Details details = new Details();
        details.values(json, 0, json.length, folding);
        return details;
    }

    /** The texts are {@code [0, size)} of this array, until the view moves. Not to be changed. */
    public byte[] texts() {
        return texts;
    }

    public int size() {
        return size;
    }

    /** There is one text at least, the service. */
    boolean isMade() {
        return size > 0;
    }

    void clear() {
        size = 0;
        if (texts.length > KEPT) {
            texts = new byte[KEPT];
        }
    }

    /**
     * Reads them.
     *
     * @param service where the service's JSON string starts
     * @param rest where the tags start, and behind them metadata and ids up to the entry's end
     * @param folding takes capital ASCII letters for small ones, and leaves other ASCII characters alone
     */
    void make(byte[] json, int service, int serviceEnd, int rest, int end, UnaryOperator<String> folding) {
        string(json, service, serviceEnd, folding);
        values(json, rest, end, folding);
    }

    /** Adds all but keys and null. */
    private void values(byte[] json, int from, int end, UnaryOperator<String> folding) {
        int at = from;
        while (at < end) {
            switch (json[at]) {
                case '"' -> {
                    int stringEnd = EntryScanner.string(json, at);
                    if (json[stringEnd] != ':') {
                        string(json, at, stringEnd, folding);
                    }
                    at = stringEnd;
                }
                case ',', ':', '[', ']', '{', '}' -> at++;
                default -> {
                    int valueEnd = EntryScanner.value(json, at);
                    if (json[at] != 'n') {
                        lowerAscii(json, at, valueEnd);
                    }
                    at = valueEnd;
                }
            }
        }
    }

    /** Adds what a JSON string says. */
    private void string(byte[] json, int start, int end, UnaryOperator<String> folding) {
        if (!lowerAscii(json, start + 1, end - 1)) {
            byte[] text = JsonText.unescape(json, start + 1, end - 1);
            byte[] folded = folding.apply(new String(text, UTF_8)).getBytes(UTF_8);
            room(folded.length + 1);
            texts[size++] = BOUNDARY;
            System.arraycopy(folded, 0, texts, size, folded.length);
            size += folded.length;
        }
    }

    /** Adds a text as it stands there, in small letters; false if it is not all ASCII, or something in it is escaped. */
    private boolean lowerAscii(byte[] json, int from, int to) {
        room(to - from + 1);
        byte[] out = texts;
        int shift = size + 1 - from;
        out[size] = BOUNDARY;
        for (int at = from; at < to; at++) {
            byte b = json[at];
            if (b < 0 || b == '\\') {
                return false;
            }
            out[at + shift] = b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
        }
        size = to + shift;
        return true;
    }

    private void room(int more) {
        if (texts.length - size < more) {
            texts = Arrays.copyOf(texts, Math.max(texts.length * 2, size + more));
        }
    }
}
