package io.tailrace.http.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which modules a module loads before it runs: those that it and they name in static imports. A browser that is told all of
 * them in advance need not read each to learn of the next.
 */
final class Modules {

    private static final JsonFactory JSON = new JsonFactory();

    /** A static import or a re-export where a statement may begin; imports in comments of Javadoc's form do not match. */
    private static final Pattern IMPORT = Pattern.compile(
            "(?:^|[;}])\\s*(?:import|export)\\s*(?:[\\w$*{},\\s]*?from\\s*)?([\"'])([^\"'\\n]+)\\1", Pattern.MULTILINE);

    private final Map<String, byte[]> files;
    private final Map<String, String> importMap;
    private final Set<String> reached = new LinkedHashSet<>();
    private final Set<String> missing = new TreeSet<>();

    private Modules(Map<String, byte[]> files, Map<String, String> importMap) {
        this.files = files;
        this.importMap = importMap;
    }

    /**
     * Follows the imports from one module, then those of the next that are not reached yet, and so on.
     *
     * @param entries the names of these modules; the first is loaded by itself
     * @param files the page's files by name
     * @param importMap what stands for a name or, if it ends with a slash, for its beginning, as the page's import map says:
     *     file names, which may begin with {@code ./}
     */
    static Modules reachedFrom(List<String> entries, Map<String, byte[]> files, Map<String, String> importMap) {
        Modules modules = new Modules(files, importMap);
        entries.stream().filter(files::containsKey).forEach(modules::followAll);
        modules.reached.remove(entries.getFirst());
        return modules;
    }

    /** The "imports" of an import map; empty if there are none. */
    static Map<String, String> imports(String importMap) throws IOException {
        Map<String, String> imports = new HashMap<>();
        try (JsonParser json = JSON.createParser(importMap)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean areImports = json.currentName().equals("imports");
                json.nextToken();
                if (!areImports) {
                    json.skipChildren();
                    continue;
                }
                for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                    imports.put(name, json.nextTextValue());
                }
            }
        }
        return imports;
    }

    /** The names of the files that are reached, without the first, and the nearest to it first. */
    Set<String> reached() {
        return reached;
    }

    /** What is imported though the page has no such file; a browser will fail there. */
    Set<String> missing() {
        return missing;
    }

    private void followAll(String entry) {
        Set<String> next = Set.of(entry);
        while (!next.isEmpty()) {
            Set<String> found = new LinkedHashSet<>();
            for (String module : next) {
                if (reached.add(module)) {
                    found.addAll(follow(module));
                }
            }
            next = found;
        }
    }

    /** The files that this one imports itself. */
    private Set<String> follow(String module) {
        Set<String> imported = new LinkedHashSet<>();
        byte[] bytes = files.getOrDefault(module, new byte[0]);
        Matcher statements = IMPORT.matcher(new String(bytes, StandardCharsets.UTF_8));
        while (statements.find()) {
            String name = statements.group(2);
            resolve(module, name)
                    .filter(files::containsKey)
                    .ifPresentOrElse(imported::add, () -> missing.add(name + " in " + module));
        }
        return imported;
    }

    private Optional<String> resolve(String from, String name) {
        if (name.startsWith("./") || name.startsWith("../")) {
            return Optional.of(fileAt(URI.create("/" + from).resolve(name)));
        }
        String exact = importMap.get(name);
        if (exact != null) {
            return Optional.of(fileAt(URI.create("/").resolve(exact)));
        }
        return importMap.keySet().stream()
                .filter(start -> start.endsWith("/") && name.startsWith(start))
                .max((a, b) -> Integer.compare(a.length(), b.length()))
                .map(start -> fileAt(URI.create("/").resolve(importMap.get(start) + name.substring(start.length()))));
    }

    private static String fileAt(URI address) {
        return address.getPath().substring(1);
    }
}
