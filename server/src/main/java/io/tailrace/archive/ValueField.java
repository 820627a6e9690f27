package io.tailrace.archive;

import io.tailrace.entry.MetadataPath;

/** A field whose values can be counted. */
public sealed interface ValueField {

    /** The service. */
    record Service() implements ValueField {}

    /** The level. */
    record LevelName() implements ValueField {}

    /** The tags, each for itself. */
    record Tag() implements ValueField {}

    /** A value in the metadata, by its text. */
    record Metadata(MetadataPath path) implements ValueField {}
}
