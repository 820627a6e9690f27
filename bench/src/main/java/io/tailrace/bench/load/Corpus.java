package io.tailrace.bench.load;

import java.util.Locale;
import java.util.Random;

/**
 * A source of believable log entries of a small company's services, the same ones for the same seed.
 *
 * <p>An entry is made without its first field: everything behind the sender's stamp, from {@code ,"service":} on. As
 * Tailrace stores and streams it, it is about 215 to 275 bytes long. One thread's.
 */
public final class Corpus {

    private static final String[] SERVICES = {
        "portal", "auth", "billing", "search", "inventory", "shipping", "mailer", "gateway", "reports", "uploads"
    };
    private static final String[] TAGS = {"http", "auth", "db", "queue", "cron", "cache"};
    private static final String[] PATHS = {"orders", "users", "invoices", "items", "sessions", "reports", "carts"};
    private static final String[] TABLES = {"orders", "customers", "stock", "invoices", "events", "addresses"};

    private final Random random;
    private final String[] services;

    /** The entries of a seed. */
    public Corpus(long seed) {
        random = new Random(seed);
        services = SERVICES;
    }

    /** The entries of a seed, all of one service. */
    public Corpus(long seed, String service) {
        random = new Random(seed);
        services = new String[] {service};
    }

    /** The rest of an entry for Tailrace, from the comma behind the stamp to the closing brace. */
    public String entryTail() {
        String level = level();
        String tags = random.nextInt(3) == 0 ? '"' + pick(TAGS) + "\",\"" + pick(TAGS) + '"' : '"' + pick(TAGS) + '"';
        String metadata = "\"host\":\"node-%02d\"".formatted(random.nextInt(24));
        if (random.nextInt(4) == 0) {
            metadata += ",\"ms\":" + latency();
        }
        return ",\"service\":\"%s\",\"level\":\"%s\",\"message\":\"%s\",\"tags\":[%s],\"metadata\":{%s}}"
                .formatted(pick(services), level, message(level), tags, metadata);
    }

    /** The rest of an entry for the classic hub, whose metadata is a string. */
    String hubEntryTail() {
        String level = level();
        return ",\"service\":\"%s\",\"level\":\"%s\",\"message\":\"%s\",\"tags\":[\"%s\"],\"metadata\":\"host=node-%02d\"}"
                .formatted(pick(services), level, message(level), pick(TAGS), random.nextInt(24));
    }

    private String level() {
        int roll = random.nextInt(100);
        if (roll < 14) {
            return "debug";
        }
        if (roll < 84) {
            return "info";
        }
        return roll < 94 ? "warn" : "error";
    }

    private String message(String level) {
        return switch (level) {
            case "warn", "error" -> trouble();
            default -> routine();
        };
    }

    private String routine() {
        return switch (random.nextInt(8)) {
            case 0 -> "GET /api/%s/%d 200 in %d ms".formatted(pick(PATHS), number(), latency());
            case 1 -> "POST /api/%s 201 in %d ms".formatted(pick(PATHS), latency());
            case 2 -> "User %d signed in from 10.%d.%d.%d".formatted(number(), octet(), octet(), octet());
            case 3 -> "Session %s renewed for user %d".formatted(hex(), number());
            case 4 -> "Job %s-nightly finished: %d rows in %d ms".formatted(pick(TABLES), number(), latency());
            case 5 -> "Cache miss for key %s:%d".formatted(pick(TABLES), number());
            case 6 -> "Order %d moved to state packed by worker %d".formatted(number(), random.nextInt(16));
            default -> "Mail %s queued for user %d".formatted(hex(), number());
        };
    }

    private String trouble() {
        return switch (random.nextInt(5)) {
            case 0 -> "Slow query on %s: %d ms, %d rows".formatted(pick(TABLES), 800 + latency(), number());
            case 1 -> "Payment %s declined: insufficient funds".formatted(hex());
            case 2 -> "GET /api/%s/%d 503 after %d ms".formatted(pick(PATHS), number(), latency());
            case 3 -> "Retry %d of 5 for upload %s".formatted(1 + random.nextInt(5), hex());
            default -> "Connection to 10.%d.%d.%d:5432 lost, reconnecting".formatted(octet(), octet(), octet());
        };
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }

    private int number() {
        return random.nextInt(1_000_000);
    }

    private int octet() {
        return random.nextInt(256);
    }

    /** Mostly short, with a long tail, as response times are. */
    private int latency() {
        return (int) Math.min(30_000, 2 + Math.exp(random.nextGaussian() * 1.2 + 3));
    }

    private String hex() {
        return String.format(Locale.ROOT, "%08x", random.nextInt());
    }
}
