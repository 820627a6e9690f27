package io.tailrace.filter;

/** How a value stands to another one, by size. */
public enum Comparison {
    ABOVE(">"),
    AT_LEAST(">="),
    BELOW("<"),
    AT_MOST("<=");

    private final String sign;

    Comparison(String sign) {
        this.sign = sign;
    }

    /** As a query and the archive write it. */
    public String sign() {
        return sign;
    }

    /** Whether this is so, if comparing the value to the other one gave this sign. */
    public boolean holds(int compared) {
        return switch (this) {
            case ABOVE -> compared > 0;
            case AT_LEAST -> compared >= 0;
            case BELOW -> compared < 0;
            case AT_MOST -> compared <= 0;
        };
    }
}
