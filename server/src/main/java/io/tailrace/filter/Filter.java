package io.tailrace.filter;

import io.tailrace.entry.EntryView;
import io.tailrace.entry.Level;
import io.tailrace.entry.MetadataPath;
import io.tailrace.entry.Span;
import io.tailrace.entry.ValueTest;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which entries a reader wants: a value that can be evaluated on an entry in memory and translated for the archive.
 * Filters that {@link Combination} put together are equal if they say the same in another order, so readers with the same
 * filter share one read. Immutable.
 */
public sealed interface Filter {

    /** Whether the entry matches. Allocates nothing, but for regular expressions and for text with something escaped. */
    boolean matches(EntryView entry);

    private static boolean passes(EntryView entry, long span, ValueTest test) {
        return span != Span.NONE && test.passes(entry.bytes(), Span.start(span), Span.end(span));
    }

    /** Every entry. */
    record Everything() implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return true;
        }
    }

    /** No entry. */
    record Nothing() implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return false;
        }
    }

    /** What all the parts match; at least two. Made by {@link Combination#all}. */
    record And(List<Filter> parts) implements Filter {

        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matches(EntryView entry) {
            for (int i = 0; i < parts.size(); i++) {
                if (!parts.get(i).matches(entry)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** What at least one of the parts matches; at least two. Made by {@link Combination#any}. */
    record Or(List<Filter> parts) implements Filter {

        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matches(EntryView entry) {
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).matches(entry)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** What the part does not match. Made by {@link Combination#not}. */
    record Not(Filter part) implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return !part.matches(entry);
        }
    }

    /** Entries of one of these services. */
    record ServiceIn(List<Literal> services) implements Filter {

        public ServiceIn {
            services = List.copyOf(services);
        }

        @Override
        public boolean matches(EntryView entry) {
            for (int i = 0; i < services.size(); i++) {
                if (entry.serviceIs(services.get(i).quoted())) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Entries with one of these levels. */
    record LevelIn(Set<Level> levels) implements Filter {

        public LevelIn {
            levels = Collections.unmodifiableSet(EnumSet.copyOf(levels));
        }

        @Override
        public boolean matches(EntryView entry) {
            return levels.contains(entry.level());
        }
    }

    /** Entries with a tag. */
    record Tagged() implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return entry.hasTags();
        }
    }

    /** Entries that have this tag. */
    record HasTag(Literal tag) implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return entry.anyTag(tag);
        }
    }

    /** Entries that have a tag like this. */
    record HasTagLike(Wildcard pattern) implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return entry.anyTag(pattern);
        }
    }

    /** Entries that say this text, ignoring case: in the message, or in one of their details. */
    record Says(FoldedText text) implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return text.isInMessageOf(entry) || text.isInDetailsOf(entry);
        }
    }

    /** Entries that say something like this, ignoring case: the whole message, or one of their details; the pattern is folded. */
    record SaysLike(Wildcard pattern) implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return pattern.isMessageOf(entry) || pattern.isDetailOf(entry);
        }
    }

    /** Entries whose message contains this text, ignoring case. */
    record MessageContains(FoldedText text) implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return text.isInMessageOf(entry);
        }
    }

    /** Entries whose whole message is like this, ignoring case; the pattern is folded. */
    record MessageLike(Wildcard pattern) implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return pattern.isMessageOf(entry);
        }
    }

    /** Entries in whose message this is found. */
    record MessageMatches(MessageRegex regex) implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return regex.isFoundInMessageOf(entry);
        }
    }

    /** Entries whose message is of this pattern. */
    record MessageOf(MessagePattern pattern) implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return pattern.isOfMessageOf(entry);
        }
    }

    /** Entries of this user. */
    record UserIdIs(long userId, Literal digits) implements Filter {

        public UserIdIs(long userId) {
            this(userId, Literal.number(userId));
        }

        @Override
        public boolean matches(EntryView entry) {
            return entry.userIdIs(digits.quoted());
        }
    }

    /** Entries of this trace. */
    record TraceIdIs(Literal traceId) implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return entry.traceIdIs(traceId.quoted());
        }
    }

    /** Entries of this span. */
    record SpanIdIs(Literal spanId) implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return entry.spanIdIs(spanId.quoted());
        }
    }

    /** Entries that have this part. */
    record Present(TextPart part) implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return part.in(entry) != Span.NONE;
        }
    }

    /** Entries that have this part, and it is like this. */
    record Like(TextPart part, Wildcard pattern) implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return passes(entry, part.in(entry), pattern);
        }
    }

    /** Entries that have this number, and it is at least so much. */
    record AtLeast(NumberPart part, long least) implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return part.isIn(entry) && part.in(entry) >= least;
        }
    }

    /** Entries that have this number, and it is at most so much. */
    record AtMost(NumberPart part, long most) implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return part.isIn(entry) && part.in(entry) <= most;
        }
    }

    /** Entries that happened at this time or later, in microseconds. */
    record TimestampFrom(long micros) implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return entry.timestamp() >= micros;
        }
    }

    /** Entries that happened before this time, in microseconds. */
    record TimestampBefore(long micros) implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return entry.timestamp() < micros;
        }
    }

    /** Entries whose metadata has something other than null on this path. */
    record MetadataPresent(MetadataPath path) implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return entry.metadataSpan(path) != Span.NONE;
        }
    }

    /** Entries whose metadata has this value: a number, or a text. */
    record MetadataIs(MetadataPath path, Literal value) implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return entry.anyMetadata(path, value);
        }
    }

    /** Entries whose metadata has a value with a text like this. */
    record MetadataLike(MetadataPath path, Wildcard pattern) implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return entry.anyMetadata(path, pattern);
        }
    }

    /** Entries whose metadata has a number, or a string that holds one, that stands so to this number. */
    record MetadataCompared(MetadataPath path, ComparedNumber number) implements Filter {
        @Override
        public boolean matches(EntryView entry) {
            return entry.anyMetadata(path, number);
        }
    }
}
