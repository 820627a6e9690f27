package io.tailrace.cli.shell;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes like {@code 64m}: a number with {@code k}, {@code m} or {@code g} for powers of 1024, or bytes without. */
public final class BytesConverter implements ITypeConverter<Long> {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})([kmg]?)(i?b)?");

    @Override
    public Long convert(String value) {
        Matcher size = SIZE.matcher(value.strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new TypeConversionException("'" + value + "' is no size; give one like 512k, 64m or 2g");
        }
        int shift = switch (size.group(2)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        long amount = Long.parseLong(size.group(1));
        if (amount > (Long.MAX_VALUE >> shift)) {
            throw new TypeConversionException(
                    "'" + value + "' is more than can be counted; give less than 8589934592g");
        }
        return amount << shift;
    }
}
