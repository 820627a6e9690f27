package io.tailrace.cli.tail;

import java.time.Duration;
import java.util.List;

/** A message of the server in the subprotocol {@code tailrace.v1}; positions are opaque text. */
sealed interface TailMessage {

    /** The first message: where the log's head is, and how often to expect a sign of life. */
    record Hello(String head, Duration heartbeat) implements TailMessage {}

    /** Entries, each as the JSON that the server sent; {@code next} is where to resume. */
    record Entries(List<String> entries, String next) implements TailMessage {
        public Entries {
            entries = List.copyOf(entries);
        }
    }

    /** Nothing new up to {@code next}. */
    record Heartbeat(String next) implements TailMessage {}

    /** The entries {@code from} to {@code to} are gone, for a reason under the name that the wire contract gives it. */
    record Gap(String from, String to, String reason) implements TailMessage {}

    /** Entries left out on the client's wish. */
    record Skipped(String from, String to, String count) implements TailMessage {}

    /** The server did not accept what this client said. */
    record Refused(String error) implements TailMessage {}

    /** One that needs no action, also of a kind that a newer server may send. */
    record Other(String type) implements TailMessage {}
}
