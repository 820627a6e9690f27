package io.tailrace.http.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One module being rewritten as the body of a function that returns what the module exports; each of its lines stays a line.
 * It knows the forms in which this page's modules and libraries are written: imports and re-exports stand first, then come
 * {@code export} before a declaration, {@code export default} of an expression, and lists of names in braces.
 */
final class ModuleText {

    /** The function that gives what a module exports, by its number; it runs the module if nobody needed it before. */
    static final String USE = "$$use";

    /** The same as {@code import()} does it. */
    static final String LATER = "$$later";

    private static final Pattern AGAIN = Pattern.compile("export\\s*(\\*|\\{[^}]*\\})\\s*from\\s*(?=[\"'])");
    private static final Pattern DYNAMIC = Pattern.compile("\\bimport\\((['\"])(\\.[^'\"\\n]+)\\1\\)");
    private static final Pattern DECLARED = Pattern.compile(
            "^export\\s+(?=(?:const|class|function\\*?|async\\s+function\\*?)\\s+([\\w$]+))", Pattern.MULTILINE);
    private static final Pattern DEFAULT = Pattern.compile("^export\\s+default\\s+", Pattern.MULTILINE);
    private static final Pattern LISTED =
            Pattern.compile("(?<=^|[;}])(\\s*)export\\s*\\{([^{}]*)\\}\\s*;?", Pattern.MULTILINE);
    private static final Pattern UNKNOWN =
            Pattern.compile("^export\\s*(?:let|var|const|class|function|async|default|\\{|\\*).*$", Pattern.MULTILINE);
    private static final Pattern OWN_MAP = Pattern.compile("^//# sourceMappingURL=.*$", Pattern.MULTILINE);

    private final ToIntFunction<String> numbers;
    private final String text;
    private final StringBuilder head = new StringBuilder();

    /** What it exports, by the names that others know. */
    private final Map<String, String> exports = new LinkedHashMap<>();

    /** The names that it imports before it runs. */
    private final List<String> imports = new ArrayList<>();

    /** The names that it imports when it runs. */
    private final List<String> later = new ArrayList<>();

    private final List<String> exportedWhole = new ArrayList<>();
    private int at;

    /** @param numbers the number of the module that a name stands for */
    ModuleText(String text, ToIntFunction<String> numbers) {
        this.numbers = numbers;
        this.text = OWN_MAP.matcher(text).replaceAll("");
    }

    /**
     * The function's body.
     *
     * @throws IllegalArgumentException if there is a form that it does not know
     */
    String rewritten() {
        readHead();
        String body = DYNAMIC.matcher(text.substring(at))
                .replaceAll(match -> Matcher.quoteReplacement(LATER + '(' + numbers.applyAsInt(match.group(2)) + ')'));
        DYNAMIC.matcher(text).results().forEach(match -> later.add(match.group(2)));
        body = DECLARED.matcher(body).replaceAll(match -> {
            exports.put(match.group(1), match.group(1));
            return "";
        });
        body = DEFAULT.matcher(body).replaceAll(_ -> {
            exports.put("default", "$$default");
            return Matcher.quoteReplacement("const $$default = ");
        });
        body = LISTED.matcher(body).replaceAll(match -> {
            names(match.group(2)).forEach((own, known) -> exports.put(known, own));
            return match.group(1);
        });
        Matcher unknown = UNKNOWN.matcher(body);
        if (unknown.find()) {
            throw new IllegalArgumentException("an export that is not known: " + unknown.group());
        }
        String names = exports.entrySet().stream()
                .map(export -> export.getKey() + ": " + export.getValue())
                .collect(Collectors.joining(", "));
        return head + body + "\nreturn { "
                + Stream.concat(exportedWhole.stream(), Stream.of(names)).collect(Collectors.joining(", ")) + " };";
    }

    /** The names that it imports before it runs, once it is rewritten. */
    List<String> imports() {
        return imports;
    }

    /** The names that it imports when it runs, once it is rewritten. */
    List<String> later() {
        return later;
    }

    private void readHead() {
        while (true) {
            int start = at;
            pass();
            head.append(text, start, at);
            Matcher again = AGAIN.matcher(text).region(at, text.length());
            if (again.lookingAt()) {
                at = again.end();
                exportAgain(again.group(1), numbers.applyAsInt(quoted()));
            } else if (text.startsWith("import", at)
                    && text.substring(at + 6, at + 7).matches("[\\s{*\"']")) {
                int clause = at + 6;
                at = Math.min(quote('"', clause), quote('\'', clause));
                String given = text.substring(clause, at).strip();
                use(
                        given.isEmpty()
                                ? ""
                                : given.substring(0, given.length() - "from".length())
                                        .strip());
            } else {
                return;
            }
        }
    }

    private int quote(char quote, int from) {
        int found = text.indexOf(quote, from);
        return found < 0 ? text.length() : found;
    }

    /** Passes over what is no statement. */
    private void pass() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("//", at)) {
                at = quote('\n', at);
            } else if (text.startsWith("/*", at)) {
                at = text.indexOf("*/", at + 2) + 2;
            } else {
                return;
            }
        }
    }

    /** The quoted name at this place, which ends a statement. */
    private String quoted() {
        int end = text.indexOf(text.charAt(at), at + 1);
        String name = text.substring(at + 1, end);
        imports.add(name);
        at = end + 1;
        if (at < text.length() && text.charAt(at) == ';') {
            at++;
        }
        return name;
    }

    private void exportAgain(String names, int module) {
        String again = "$$again" + head.length();
        head.append("const ")
                .append(again)
                .append(" = ")
                .append(USE)
                .append('(')
                .append(module)
                .append(");");
        if (names.equals("*")) {
            exportedWhole.add("..." + again);
        } else {
            names(names.substring(1, names.length() - 1))
                    .forEach((own, known) -> exports.put(known, again + '.' + own));
        }
    }

    /** @param clause what is imported: a default's name, all under a name, names in braces, or nothing */
    private void use(String clause) {
        String module = USE + '(' + numbers.applyAsInt(quoted()) + ')';
        List<String> taken = new ArrayList<>();
        int brace = clause.indexOf('{');
        String before = brace < 0 ? clause : clause.substring(0, brace).strip();
        for (String name : before.split(",", -1)) {
            String own = name.strip();
            if (own.startsWith("*")) {
                taken.add(own.replaceFirst("^\\*\\s*as\\s+", ""));
            } else if (!own.isEmpty()) {
                taken.add("{ default: " + own + " }");
            }
        }
        if (brace >= 0) {
            taken.add(clause.substring(brace).replaceAll("\\s+as\\s+", ": "));
        }
        head.append(
                taken.isEmpty()
                        ? module + ';'
                        : taken.stream()
                                .map(names -> names + " = " + module)
                                .collect(Collectors.joining(", ", "const ", ";")));
    }

    /** Names in braces, as {@code a, b as c}: what each is here, and what it is called elsewhere. */
    private static Map<String, String> names(String list) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : list.split(",", -1)) {
            String[] parts = name.strip().split("\\s+as\\s+", 2);
            if (!parts[0].isEmpty()) {
                names.put(parts[0], parts[parts.length - 1]);
            }
        }
        return names;
    }
}
