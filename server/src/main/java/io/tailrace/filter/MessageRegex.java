package io.tailrace.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tailrace.entry.EntryView;
import java.nio.charset.StandardCharsets;

/**
 * A regular expression of the RE2 dialect, to be found anywhere in a message. It takes time in proportion to the message,
 * whatever the expression, and expressions that would compile to something large are refused. Immutable.
 *
 * <p>The archive has its own RE2. The two agree on all but a few constructs; {@link #isPortable} says whether an expression
 * keeps clear of those.
 */
public final class MessageRegex {

    static final int MAX_LENGTH = 1000;

    /** How many instructions the compiled expression may have: each may have to be tried at each character of a message. */
    static final int MAX_INSTRUCTIONS = 500;

    private final String source;
    private final Pattern pattern;
    private final boolean portable;

    private MessageRegex(String source, Pattern pattern, boolean portable) {
        this.source = source;
        this.pattern = pattern;
        this.portable = portable;
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
        if (survey.hasWideFoldedClass()) {
            throw refused("ignores case in a class of characters beyond ASCII, which is not supported");
        }
        if (survey.size() > RegexSurvey.MAX_SIZE) {
            throw refused("is too large with its repetitions written out");
        }
        try {
            Pattern pattern = Pattern.compile(source);
            if (pattern.programSize() > MAX_INSTRUCTIONS) {
                throw refused("is too large with its repetitions written out");
            }
            return new MessageRegex(source, pattern, survey.isPortable());
        } catch (PatternSyntaxException notRegex) {
            throw refused("is not valid: " + notRegex.getDescription());
        }
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

    public boolean isFoundIn(String message) {
        return pattern.matcher(message).find();
    }

    boolean isFoundInMessageOf(EntryView entry) {
        if (!entry.hasPlainMessage()) {
            return isFoundIn(entry.message());
        }
        int start = entry.messageStart();
        return isFoundIn(new String(entry.bytes(), start, entry.messageEnd() - start, StandardCharsets.ISO_8859_1));
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
