package io.tailrace.http.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All modules that a page needs as one script, and all its style sheets as one, so that a browser far away asks twice and not
 * eighty times. Each module is a function that runs when it is first needed, in the order in which modules run; what is
 * imported later runs later. The script's source map leads back to the files, which are served too, line by line; who looks
 * for a fault gets a module of a running page as {@code (await import(address of the script)).module('list/rows.js')}.
 */
record Bundle(String script, String sourceMap, String style) {

    static final String SCRIPT = "page.js";
    static final String SOURCE_MAP = "page.js.map";
    static final String STYLE = "page.css";

    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final String BEGINNING = """
            const $$modules = [];
            const $$made = [];
            const $$use = (number) => ($$made[number] ??= $$modules[number]());
            const $$later = (number) => Promise.resolve().then(() => $$use(number));
            """;

    /**
     * Makes it.
     *
     * @param scripts the modules that the page runs, in their order
     * @param styles its style sheets, in their order
     * @param files the page's files by name
     * @param importMap which file a name means
     * @throws IllegalArgumentException if a module is missing, needs itself, or has a form that is not known
     */
    static Bundle of(List<String> scripts, List<String> styles, Map<String, byte[]> files, ImportMap importMap) {
        Writer writer = new Writer(files, importMap);
        scripts.forEach(writer::module);
        while (!writer.later.isEmpty()) {
            writer.module(writer.later.removeFirst());
        }
        writer.line("export const module = (name) => $$use(" + writer.names() + "[name]);");
        for (String script : scripts) {
            writer.line(ModuleText.USE + '(' + writer.number(script) + ");");
        }
        writer.script.append("//# sourceMappingURL=" + SOURCE_MAP + '\n');
        StringBuilder style = new StringBuilder();
        for (String sheet : styles) {
            style.append("/* ")
                    .append(sheet)
                    .append(" */\n")
                    .append(text(files, sheet))
                    .append('\n');
        }
        return new Bundle(writer.script.toString(), writer.sourceMap(), style.toString());
    }

    private static String text(Map<String, byte[]> files, String name) {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new IllegalArgumentException("there is no " + name);
        }
        return new String(bytes, UTF_8);
    }

    /** The script being written, each module behind those that it needs. */
    private static final class Writer {

        private final Map<String, byte[]> files;
        private final ImportMap importMap;
        private final StringBuilder script = new StringBuilder(BEGINNING);
        private final StringBuilder mappings = new StringBuilder(";".repeat(4));

        private final Map<String, Integer> numbers = new TreeMap<>();

        /** Those whose needs are being written. */
        private final Set<String> begun = new HashSet<>();

        /** Those that are written, which are the map's sources. */
        private final List<String> written = new ArrayList<>();

        private final List<String> later = new ArrayList<>();
        private int mappedSource;
        private int mappedLine;

        Writer(Map<String, byte[]> files, ImportMap importMap) {
            this.files = files;
            this.importMap = importMap;
        }

        int number(String module) {
            return numbers.computeIfAbsent(module, _ -> numbers.size());
        }

        /** Writes a module and what it needs, unless that is done. */
        void module(String name) {
            if (written.contains(name)) {
                return;
            }
            if (!begun.add(name)) {
                throw new IllegalArgumentException(name + " needs itself");
            }
            ModuleText module = new ModuleText(text(files, name), imported -> number(file(name, imported)));
            String body = module.rewritten();
            module.imports().forEach(imported -> module(file(name, imported)));
            module.later().forEach(imported -> later.add(file(name, imported)));
            begun.remove(name);
            written.add(name);
            line("$$modules[" + number(name) + "] = () => { // " + name);
            int at = 0;
            for (String line : body.split("\n", -1)) {
                script.append(line).append('\n');
                map(written.size() - 1, at++);
            }
            line("};");
        }

        private String file(String from, String name) {
            return importMap
                    .file(from, name)
                    .orElseThrow(() -> new IllegalArgumentException("nothing is known by the name " + name));
        }

        /** A line that is of no module. */
        void line(String line) {
            script.append(line).append('\n');
            mappings.append(';');
        }

        /** That the line written last is this one of a source. */
        private void map(int source, int line) {
            mappings.append('A');
            number(source - mappedSource, mappings);
            number(line - mappedLine, mappings);
            mappings.append("A;");
            mappedSource = source;
            mappedLine = line;
        }

        /** In base 64, five bits at once, the sign in the lowest, as source maps have their numbers. */
        private static void number(int number, StringBuilder out) {
            int rest = number < 0 ? (-number << 1) + 1 : number << 1;
            do {
                int digit = rest & 31;
                rest >>>= 5;
                out.append(BASE64.charAt(rest > 0 ? digit + 32 : digit));
            } while (rest > 0);
        }

        String names() {
            return numbers.entrySet().stream()
                    .map(module -> '"' + module.getKey() + "\":" + module.getValue())
                    .collect(Collectors.joining(",", "{", "}"));
        }

        String sourceMap() {
            return "{\"version\":3,\"names\":[],\"sources\":[\"" + String.join("\",\"", written) + "\"],\"mappings\":\""
                    + mappings + "\"}\n";
        }
    }
}
