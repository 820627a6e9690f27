package io.tailrace.cli.show;

/**
 * The colours of the terminal's own palette that stand for what is shown, or none at all. Immutable.
 *
 * <p>Expects text that is already harmless.
 */
final class Palette {

    private static final int[] SERVICES = {36, 35, 34, 32, 96, 95, 94, 92};

    private final boolean coloured;

    Palette(boolean coloured) {
        this.coloured = coloured;
    }

    String level(String level, String text) {
        return switch (level) {
            case "fatal" -> paint("1;37;41", text);
            case "error" -> paint("1;31", text);
            case "warn" -> paint("33", text);
            case "info" -> paint("32", text);
            default -> faint(text);
        };
    }

    /** The same colour for the same service, in every run. */
    String service(String name) {
        return paint(Integer.toString(SERVICES[Math.floorMod(name.hashCode(), SERVICES.length)]), name);
    }

    String name(String text) {
        return faint(text);
    }

    String faint(String text) {
        return paint("2", text);
    }

    private String paint(String code, String text) {
        return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
