package io.tailrace.filter;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What can be said of a regular expression before it is compiled: about how large that would be, and whether it holds what
 * the two RE2s read differently. It guesses on the high side; whether the expression is valid it does not say. Owned by
 * one thread.
 */
final class RegexSurvey {

    /** About the largest expression that both RE2s take. */
    static final int MAX_SIZE = 4000;

    /**
     * Beyond this the archive's RE2 may come into more states than it keeps, takes milliseconds for a message, and does not
     * look meanwhile whether the question was stopped. The expression is then asked in memory, which does.
     */
    private static final int MAX_PORTABLE_REPETITION = 32;

    private static final int MAX_PORTABLE_SIZE = 64;

    private final String regex;
    private final Deque<Long> outerSizes = new ArrayDeque<>();
    private int at;
    private long size;
    private long lastSize;
    private long largestRepetition;
    private boolean ignoresCase;
    private int namedClasses;
    private boolean hasAngleGroup;
    private boolean hasNoBoundary;
    private boolean hasWideCharacter;
    private boolean hasWideClass;

    private RegexSurvey(String regex) {
        this.regex = regex;
    }

    static RegexSurvey of(String regex) {
        RegexSurvey survey = new RegexSurvey(regex);
        while (survey.at < regex.length()) {
            survey.element();
        }
        while (!survey.outerSizes.isEmpty()) {
            survey.leaveGroup();
        }
        return survey;
    }

    /** How many instructions it would be, about, with all repetitions written out. */
    long size() {
        return size;
    }

    /** How many classes by a name of Unicode's it holds, each of which is a table of some kilobytes. */
    int namedClasses() {
        return namedClasses;
    }

    /**
     * The archive's RE2 has newer tables of Unicode, does not know {@code (?<name>)}, finds {@code \B} in an empty text, and is
     * slow where much is repeated.
     */
    boolean isPortable() {
        return largestRepetition <= MAX_PORTABLE_REPETITION
                && size <= MAX_PORTABLE_SIZE
                && namedClasses == 0
                && !hasAngleGroup
                && !hasNoBoundary
                && !(ignoresCase && hasWideCharacter);
    }

    /** Such a class can take minutes to compile in memory. */
    boolean hasWideFoldedClass() {
        return ignoresCase && hasWideClass;
    }

    private void element() {
        char c = regex.charAt(at);
        switch (c) {
            case '\\' -> escape();
            case '[' -> characterClass();
            case '(' -> enterGroup();
            case ')' -> {
                at++;
                leaveGroup();
            }
            case '{' -> repetition();
            default -> {
                hasWideCharacter |= c >= 128;
                at++;
                atom(1);
            }
        }
    }

    private void atom(long itsSize) {
        lastSize = itsSize;
        size += itsSize;
    }

    private void escape() {
        if (regex.startsWith("\\Q", at)) {
            int end = regex.indexOf("\\E", at);
            int next = end < 0 ? regex.length() : end + 2;
            hasWideCharacter |= regex.substring(at, next).chars().anyMatch(c -> c >= 128);
            atom(next - at);
            at = next;
            return;
        }
        surveyEscape();
        at = Math.min(at + 2, regex.length());
        atom(2);
    }

    /** Digits and {@code \x} may name any character. */
    private void surveyEscape() {
        char letter = at + 1 < regex.length() ? regex.charAt(at + 1) : 0;
        namedClasses += letter == 'p' || letter == 'P' ? 1 : 0;
        hasNoBoundary |= letter == 'B';
        hasWideCharacter |= letter == 'x' || Character.isDigit(letter) || letter >= 128;
    }

    private void characterClass() {
        int start = at;
        at = regex.startsWith("[^", at) ? at + 2 : at + 1;
        boolean wideBefore = hasWideCharacter;
        hasWideCharacter = false;
        boolean first = true;
        while (at < regex.length() && (first || regex.charAt(at) != ']')) {
            first = false;
            if (regex.charAt(at) == '\\') {
                surveyEscape();
                at += 2;
            } else if (regex.startsWith("[:", at) && regex.indexOf(":]", at) > 0) {
                at = regex.indexOf(":]", at) + 2;
            } else {
                hasWideCharacter |= regex.charAt(at) >= 128;
                at++;
            }
        }
        at = Math.min(at + 1, regex.length());
        hasWideClass |= hasWideCharacter;
        hasWideCharacter |= wideBefore;
        atom(at - start);
    }

    private void enterGroup() {
        at++;
        if (at < regex.length() && regex.charAt(at) == '?') {
            hasAngleGroup |= regex.startsWith("?<", at);
            int flag = at + 1;
            while (flag < regex.length() && (Character.isLetter(regex.charAt(flag)) || regex.charAt(flag) == '-')) {
                ignoresCase |= regex.charAt(flag) == 'i';
                flag++;
            }
            at = flag;
        }
        outerSizes.push(size);
        size = 0;
        lastSize = 0;
    }

    private void leaveGroup() {
        lastSize = size + 2;
        size = lastSize + (outerSizes.isEmpty() ? 0 : outerSizes.pop());
    }

    /** Repeats what was last read, if this is a repetition and not just a brace. */
    private void repetition() {
        int end = at + 1;
        long count = 0;
        long largest = 0;
        while (end < regex.length() && (Character.isDigit(regex.charAt(end)) || regex.charAt(end) == ',')) {
            boolean comma = regex.charAt(end) == ',';
            count = comma ? 0 : Math.min(count * 10 + Character.digit(regex.charAt(end), 10), MAX_SIZE);
            largest = Math.max(largest, count);
            end++;
        }
        boolean closed = end < regex.length() && regex.charAt(end) == '}';
        if (!closed) {
            at++;
            atom(1);
            return;
        }
        at = end + 1;
        long repeated = Math.min(lastSize * Math.max(1, largest), Integer.MAX_VALUE);
        largestRepetition = Math.max(largestRepetition, repeated);
        size = Math.min(size + repeated - lastSize, Integer.MAX_VALUE);
        lastSize = repeated;
    }
}
