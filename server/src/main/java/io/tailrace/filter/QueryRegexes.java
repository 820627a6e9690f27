package io.tailrace.filter;

import java.util.HashMap;
import java.util.Map;

/**
 * The regular expressions of one query. Each is compiled once, however often it is written, and all together keep to the
 * instructions that a query may have. One thread's, for one query.
 */
final class QueryRegexes {

    private final Map<String, MessageRegex> bySource = new HashMap<>();
    private int instructions;

    /** Entries in whose message this expression is found. */
    Filter found(QueryValue value) throws QuerySyntaxException {
        if (value.text().isEmpty()) {
            throw value.refused("expected a regular expression between the slashes");
        }
        MessageRegex known = bySource.get(value.text());
        return new Filter.MessageMatches(known == null ? compiled(value) : known);
    }

    private MessageRegex compiled(QueryValue value) throws QuerySyntaxException {
        MessageRegex regex;
        try {
            regex = MessageRegex.of(value.text());
        } catch (FilterException refusal) {
            throw value.refused(refusal.error());
        }
        instructions += regex.instructions();
        if (instructions > MessageRegex.MAX_INSTRUCTIONS) {
            throw value.refused("the query's regular expressions are too large: up to here they have " + instructions
                    + " instructions with their repetitions written out, and " + MessageRegex.MAX_INSTRUCTIONS
                    + " is the most for all of them together");
        }
        bySource.put(value.text(), regex);
        return regex;
    }
}
