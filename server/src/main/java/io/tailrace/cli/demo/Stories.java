package io.tailrace.cli.demo;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * The things that happen in a small web shop, as entries of its services: portal, auth, catalog, payments, worker, mail and
 * database.
 *
 * <p>The same random numbers give the same stories. Owned by one thread.
 */
final class Stories {

    private static final List<String> PRODUCTS = List.of(
            "kettle", "desk lamp", "wool blanket", "bread knife", "field notebook", "rain jacket", "coffee mill");
    private static final List<String> AGENTS = List.of("Firefox/133", "Chrome/131", "Safari/18", "curl/8.11");
    private static final List<String> JOBS =
            List.of("daily-report", "stock-sync", "invoice-export", "thumbnail-render");
    private static final List<String> CHORES =
            List.of("Checkpoint complete", "Autovacuum of table sessions", "Replica is level with the primary");

    private final RandomGenerator random;

    Stories(RandomGenerator random) {
        this.random = random;
    }

    /** Something ordinary, as far as the incident lets it be. */
    Story any(Incident incident) {
        int dice = random.nextInt(100);
        if (dice < 52) {
            return browse(incident);
        }
        if (dice < 68) {
            return signIn(incident);
        }
        if (dice < 84) {
            return checkout(incident);
        }
        return dice < 93 ? job() : chore(incident);
    }

    /** How an incident begins: many entries of one kind at once. */
    Story outbreak(Incident incident) {
        Story story = Story.ofSystem(random);
        int length = 15 + random.nextInt(35);
        String address = "203.0.113." + random.nextInt(255);
        for (int i = 0; i < length; i++) {
            switch (incident) {
                case GATEWAY_DOWN ->
                    story.then(
                            "payments", "error", "Connection to gateway refused", List.of("gateway"), "attempt", i + 1);
                case SLOW_DATABASE ->
                    story.then(
                            "database",
                            "warn",
                            "Slow query: waiting for a lock on orders",
                            List.of("sql", "slow"),
                            "duration_ms",
                            2000 + i * 350,
                            "lock",
                            "orders_pkey");
                case PASSWORD_GUESSING ->
                    story.then(
                            "auth",
                            "warn",
                            "Wrong password for admin (attempt " + (i + 1) + ")",
                            List.of("login", "security"),
                            "ip",
                            address);
                case NONE -> story.then("portal", "info", "Health check", List.of());
            }
        }
        return switch (incident) {
            case GATEWAY_DOWN ->
                story.then(
                        "payments", "fatal", "Circuit breaker open: no payments for 30 s", List.of("gateway", "alert"));
            case SLOW_DATABASE ->
                story.then("database", "error", "Deadlock found, transaction rolled back", List.of("sql", "alert"));
            case PASSWORD_GUESSING ->
                story.then(
                        "auth",
                        "error",
                        "Blocked " + address + " for 15 min",
                        List.of("security", "alert"),
                        "ip",
                        address);
            case NONE -> story;
        };
    }

    private Story browse(Incident incident) {
        int id = 100 + random.nextInt(900);
        Story story = Story.ofRequest(random);
        story.then(
                "catalog",
                "debug",
                "Looking up product " + id + " (" + pick(PRODUCTS) + ")",
                List.of("cache"),
                "hit",
                random.nextInt(10) < 8);
        int database = query(story, "SELECT * FROM products WHERE id = " + id, incident);
        if (random.nextInt(40) == 0) {
            return answer(story, "GET", "/products/" + id, 404, database + duration());
        }
        return answer(story, "GET", "/products/" + id, database > 2500 ? 504 : 200, database + duration());
    }

    private Story signIn(Incident incident) {
        Story story = Story.ofRequest(random);
        query(story, "SELECT hash FROM users WHERE name = ?", incident);
        boolean wrong = random.nextInt(incident == Incident.PASSWORD_GUESSING ? 2 : 12) == 0;
        if (wrong) {
            story.then(
                    "auth", "warn", "Wrong password", List.of("login", "security"), "attempt", 1 + random.nextInt(3));
            return answer(story, "POST", "/login", 401, duration());
        }
        story.then(
                "auth",
                "info",
                "Signed in",
                List.of("login"),
                "method",
                random.nextInt(4) == 0 ? "passkey" : "password");
        story.then("auth", "trace", "Issued token", List.of(), "expires_s", 3600);
        return answer(story, "POST", "/login", 200, duration());
    }

    private Story checkout(Incident incident) {
        int order = 10_000 + random.nextInt(90_000);
        String amount = String.format(Locale.ROOT, "%d.%02d EUR", 5 + random.nextInt(200), random.nextInt(100));
        Story story = Story.ofRequest(random);
        story.then("auth", "debug", "Token is valid", List.of(), "duration_ms", duration());
        story.then("payments", "info", "Charging " + amount, List.of("payment"), "order", order);
        boolean fails = random.nextInt(100) < (incident == Incident.GATEWAY_DOWN ? 80 : 3);
        if (fails) {
            story.then(
                    "payments",
                    "error",
                    "Charge of " + amount + " failed\n" + StackTraces.JAVA,
                    List.of("payment", "gateway"),
                    "order",
                    order,
                    "timeout_ms",
                    5000);
            return answer(story, "POST", "/checkout", 502, 5000 + duration());
        }
        if (random.nextInt(15) == 0) {
            story.then(
                    "payments",
                    "warn",
                    "Card declined",
                    List.of("payment"),
                    "order",
                    order,
                    "code",
                    "insufficient_funds");
            return answer(story, "POST", "/checkout", 402, duration());
        }
        story.then(
                "payments",
                "info",
                "Charged " + amount,
                List.of("payment"),
                "order",
                order,
                "duration_ms",
                80 + duration());
        query(story, "INSERT INTO orders VALUES (?, ?, ?)", incident);
        answer(story, "POST", "/checkout", 201, 100 + duration());
        story.then("worker", "info", "Order " + order + " is packed", List.of("order"), "order", order);
        return story.then(
                "mail", "info", "Sent receipt", List.of("order"), "order", order, "bytes", 4000 + random.nextInt(9000));
    }

    private Story job() {
        String name = pick(JOBS);
        Story story = Story.ofSystem(random);
        story.then("worker", "info", "Job " + name + " started", List.of("job"), "job", name);
        int parts = 1 + random.nextInt(4);
        for (int part = 1; part <= parts; part++) {
            story.then(
                    "worker",
                    "debug",
                    "Job " + name + ": part " + part + " of " + parts,
                    List.of("job"),
                    "job",
                    name,
                    "rows",
                    random.nextInt(20_000));
        }
        return random.nextInt(14) == 0
                ? story.then(
                        "worker",
                        "error",
                        "Job " + name + " failed\n" + StackTraces.PYTHON,
                        List.of("job"),
                        "job",
                        name)
                : story.then(
                        "worker",
                        "info",
                        "Job " + name + " finished",
                        List.of("job"),
                        "job",
                        name,
                        "duration_ms",
                        500 + random.nextInt(20_000));
    }

    private Story chore(Incident incident) {
        Story story = Story.ofSystem(random);
        if (incident == Incident.SLOW_DATABASE) {
            return story.then(
                    "database", "warn", "Connection pool is nearly empty", List.of("sql"), "free", random.nextInt(3));
        }
        return story.then("database", "info", pick(CHORES), List.of("maintenance"), "duration_ms", duration());
    }

    /** One query; gives back how many milliseconds it took. */
    private int query(Story story, String sql, Incident incident) {
        boolean slow = random.nextInt(100) < (incident == Incident.SLOW_DATABASE ? 60 : 2);
        int took = slow ? 1000 + random.nextInt(4000) : 1 + random.nextInt(12);
        story.then(
                "database",
                slow ? "warn" : "trace",
                (slow ? "Slow query: " : "Query: ") + sql,
                slow ? List.of("sql", "slow") : List.of("sql"),
                "duration_ms",
                took);
        return took;
    }

    private Story answer(Story story, String method, String path, int status, int durationMillis) {
        String level = status >= 500 ? "error" : status >= 400 ? "warn" : "info";
        return story.then(
                "portal",
                level,
                method + " " + path + " " + status,
                List.of("http"),
                "method",
                method,
                "path",
                path,
                "status",
                status,
                "duration_ms",
                durationMillis,
                "agent",
                pick(AGENTS));
    }

    /** Milliseconds: mostly few, now and then many. */
    private int duration() {
        int base = 3 + random.nextInt(40);
        return random.nextInt(20) == 0 ? base * 10 : base;
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
