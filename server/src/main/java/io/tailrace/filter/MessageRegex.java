package io.tailrace.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tailrace.entry.EntryView;
import io.tailrace.entry.Utf8;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of the RE2 dialect, to be found anywhere in a message. It takes time in proportion to the message,
 * whatever the expression, and expressions that would compile to something large are refused. One that is only texts, with
 * {@code |} between them, is not compiled: they are searched for. Immutable.
 *
 * <p>The archive has its own RE2. The two agree on all but a few constructs; {@link #isPortable} says whether an expression
 * keeps clear of those.
 */
public final class MessageRegex {

    static final int MAX_LENGTH = 1000;

    /**
     * How many instructions all expressions of a query may have: at worst each is tried at each character of a message,
     * which takes 6 to 12 ns (a class of letters by name 18, but its characters are 2 or 3 bytes). So it is at most about
     * two milliseconds for a message of 1 KB.
     */
    static final int MAX_INSTRUCTIONS = 200;

    /** What a class by a name of Unicode's counts, for the time and space that its table takes to make. */
    static final int NAMED_CLASS_INSTRUCTIONS = 4;

    /** How many characters an expression may have that is only texts. */
    static final int MAX_TEXT = 500;

    /** Such a text is searched for much faster than an instruction takes. */
    private static final int TEXT_STEPS = 6;

    private static final int INSTRUCTION_STEPS = 10;

    /** What an expression is read from, its table of characters, and a machine's parts: measured, and rounded up. */
    private static final int INSTRUCTION_BYTES = 80;

    private static final int NAMED_CLASS_BYTES = 4096;
    private static final int QUEUE_PLACE_BYTES = 12;
    private static final int THREAD_BYTES = 56;
    private static final int CAPTURE_BYTES = 8;

    private static final String SIGNS = "\\.+*?()[]{}^$|";

    private final String source;

    /** Null if it is only texts. */
    private final @Nullable Pattern pattern;

    private final List<Needle> texts;
    private final boolean portable;
    private final int namedClasses;

    private MessageRegex(String source, @Nullable Pattern pattern, List<Needle> texts, RegexSurvey survey) {
        this.source = source;
        this.pattern = pattern;
        this.texts = texts;
        portable = survey.isPortable();
        namedClasses = survey.namedClasses();
    }

    /**
     * Compiles an expression.
     *
     * @throws FilterException if it is none, or too large; it says no position
     */
    public static MessageRegex of(String source) throws FilterException {
        if (source.length() > MAX_LENGTH) {
            throw refused("is longer than " + MAX_LENGTH + " characters");
        }
        RegexSurvey survey = RegexSurvey.of(source);
        if (isOnlyTexts(source)) {
            return texts(source, survey);
        }
        if (survey.hasWideFoldedClass()) {
            throw refused("ignores case in a class of characters beyond ASCII, which is not supported");
        }
        if (survey.size() > RegexSurvey.MAX_SIZE) {
            throw tooLarge("more than " + RegexSurvey.MAX_SIZE);
        }
        try {
            MessageRegex regex = new MessageRegex(source, Pattern.compile(source), List.of(), survey);
            if (regex.instructions() > MAX_INSTRUCTIONS) {
                throw tooLarge(Integer.toString(regex.instructions()));
            }
            return regex;
        } catch (PatternSyntaxException notRegex) {
            throw refused("is not valid: " + notRegex.getDescription());
        }
    }

    private static MessageRegex texts(String source, RegexSurvey survey) throws FilterException {
        if (source.length() > MAX_TEXT) {
            throw refused("is too large: it is a text of " + source.length() + " characters, and " + MAX_TEXT
                    + " is the most; look for a part of it");
        }
        List<Needle> texts =
                Arrays.stream(source.split("\\|", -1)).map(Needle::of).toList();
        return new MessageRegex(source, null, texts, survey);
    }

    /** Half a surrogate pair is left to the compiler, which does not take it for the character that stands for it. */
    private static boolean isOnlyTexts(String source) {
        return source.codePoints()
                .noneMatch(point -> (point != '|' && SIGNS.indexOf(point) >= 0) || Utf8.isSurrogate(point));
    }

    private static FilterException tooLarge(String instructions) {
        return refused("is too large with its repetitions written out: it has " + instructions + " instructions, and "
                + MAX_INSTRUCTIONS + " is the most for all of a query's expressions together");
    }

    private static FilterException refused(String why) {
        return new FilterException("bad_query", "the regular expression " + why);
    }

    public String source() {
        return source;
    }

    /** Whether the archive's own RE2 means the same by it. */
    public boolean isPortable() {
        return portable;
    }

    /** What it counts of the instructions that a query may have. */
    int instructions() {
        return pattern == null ? 0 : pattern.programSize() + NAMED_CLASS_INSTRUCTIONS * namedClasses;
    }

    /** At most about how many steps it takes for a byte of the message. */
    int steps() {
        return pattern == null ? TEXT_STEPS * texts.size() : INSTRUCTION_STEPS * instructions();
    }

    /**
     * At most about how many bytes of memory it takes. It keeps a machine for each thread that searched by it at the same
     * time, with the captures of each of the machine's threads.
     *
     * @param machines on how many threads it may be asked at the same time
     */
    long bytes(int machines) {
        if (pattern == null) {
            return 8L * source.length() + 100L * texts.size();
        }
        long size = pattern.programSize();
        long captures = 2L + 2L * pattern.groupCount();
        long threads = 2 * Math.max(1, size - captures + 2);
        long machine = 2 * QUEUE_PLACE_BYTES * size + threads * (THREAD_BYTES + CAPTURE_BYTES * captures / 2);
        return INSTRUCTION_BYTES * size
                + 2L * source.length()
                + (long) NAMED_CLASS_BYTES * namedClasses
                + machines * machine;
    }

    /** Lets go of machines that threads left here and that may not be needed again. */
    void forgetMachines() {
        if (pattern != null) {
            pattern.reset();
        }
    }

    public boolean isFoundIn(String message) {
        if (pattern != null) {
            return pattern.matcher(message).find();
        }
        byte[] bytes = message.getBytes(UTF_8);
        return isTextIn(bytes, 0, bytes.length);
    }

    boolean isFoundInMessageOf(EntryView entry) {
        if (pattern != null) {
            return isFoundIn(entry.message());
        }
        if (entry.hasPlainMessage()) {
            return isTextIn(entry.bytes(), entry.messageStart(), entry.messageEnd());
        }
        byte[] message = entry.seenMessage();
        return isTextIn(message, 0, message.length);
    }

    private boolean isTextIn(byte[] bytes, int from, int to) {
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i).isIn(bytes, from, to, false)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MessageRegex regex && source.equals(regex.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return source;
    }
}
