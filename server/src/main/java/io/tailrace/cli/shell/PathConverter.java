package io.tailrace.cli.shell;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a file, and says what to do where this locale cannot write it. */
public final class PathConverter implements ITypeConverter<Path> {

    @Override
    public Path convert(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException(
                    NativeText.knowsLetters()
                            ? "'" + text + "' cannot be the name of a file"
                            : "'" + text + "' cannot be the name of a file in this locale: set LC_ALL=C.UTF-8");
        }
    }
}
