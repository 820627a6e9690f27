package io.tailrace.bench.soak;

/** What a reader of the soak wants. */
enum Interest {
    EVERYTHING("everything", "", 1.0),
    ONE_SERVICE("one service", "service=" + Kind.serviceName(3), 1.0 / Kind.SERVICES),
    RARE("rare", "q=" + Kind.NEEDLE, 1.0 / SoakSender.RARE_ONE_IN);

    private final String title;
    private final String query;
    private final double share;

    Interest(String title, String query, double share) {
        this.title = title;
        this.query = query;
        this.share = share;
    }

    /** Its name, for a person. */
    String title() {
        return title;
    }

    /** The filter as query parameters. */
    String query() {
        return query;
    }

    /** About which part of all entries it wants. */
    double share() {
        return share;
    }

    boolean wants(Kind kind) {
        return switch (this) {
            case EVERYTHING -> true;
            case ONE_SERVICE -> kind.service() == 3;
            case RARE -> kind.rare();
        };
    }
}
