package io.tailrace.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A block of commands in a document.
 *
 * @param document its path below the repository
 * @param line at which it begins
 * @param isTranscript whether it shows what the commands print, each behind {@code $}
 * @param text of all its lines
 * @param notRun why it is not run, from the comment before it; empty if it is
 */
record CommandBlock(String document, long line, boolean isTranscript, String text, String notRun) {

    private static final Pattern BLOCK =
            Pattern.compile("(?ms)(?:^<!-- not run: ([^\n]+) -->\n)?^```(sh|bash|console)\n(.*?)^```$");

    private static final Pattern STEP = Pattern.compile("(?ms)^\\$ (.*?)(?=^\\$ |\\z)");

    /** A quoted text that goes on, or a line that says that it does. */
    private static final Pattern COMMAND =
            Pattern.compile("(?:[^'\"\\\\\n]|\\\\.|\\\\\n|'[^']*'|\"(?:[^\"\\\\]|\\\\.)*\")*");

    /**
     * A command and what the document says that it prints.
     *
     * @param fails whether that is a refusal
     */
    record Step(String command, boolean fails) {}

    static List<CommandBlock> of(Path root, String document) {
        String text;
        try {
            text = Files.readString(root.resolve(document));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        List<CommandBlock> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            long line = text.substring(0, block.start(2)).lines().count();
            String why = block.group(1);
            blocks.add(new CommandBlock(
                    document, line, block.group(2).equals("console"), block.group(3), why == null ? "" : why));
        }
        return blocks;
    }

    boolean isRun() {
        return notRun.isEmpty();
    }

    /** What is to be run: each command of a transcript by itself, and any other block as a whole. */
    List<Step> steps() {
        if (!isTranscript) {
            return List.of(new Step(text, false));
        }
        return STEP.matcher(text).results().map(found -> step(found.group(1))).toList();
    }

    private static Step step(String shown) {
        Matcher command = COMMAND.matcher(shown);
        if (!command.lookingAt()) {
            throw new IllegalArgumentException("no command: " + shown);
        }
        String printed = shown.substring(command.end());
        boolean fails = Stream.of("\n{\"error\"", " refused: ").anyMatch(printed::contains);
        return new Step(command.group(), fails);
    }

    @Override
    public String toString() {
        return document + ":" + line;
    }
}
