package io.tailrace.http.page;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which modules a module loads before it runs: those that it and they name in static imports. A browser that is told all of
 * them in advance need not read each to learn of the next.
 */
final class Modules {

    /** A static import or a re-export where a statement may begin; imports in comments of Javadoc's form do not match. */
    private static final Pattern IMPORT = Pattern.compile(
            "(?:^|[;}])\\s*(?:import|export)\\s*(?:[\\w$*{},\\s]*?from\\s*)?([\"'])([^\"'\\n]+)\\1", Pattern.MULTILINE);

    private final Map<String, byte[]> files;
    private final ImportMap importMap;
    private final Set<String> reached = new LinkedHashSet<>();
    private final Set<String> missing = new TreeSet<>();

    private Modules(Map<String, byte[]> files, ImportMap importMap) {
        this.files = files;
        this.importMap = importMap;
    }

    /**
     * Follows the imports from one module, then those of the next that are not reached yet, and so on.
     *
     * @param entries the names of these modules; the first is loaded by itself
     * @param files the page's files by name
     * @param importMap which file a name means
     */
    static Modules reachedFrom(List<String> entries, Map<String, byte[]> files, ImportMap importMap) {
        Modules modules = new Modules(files, importMap);
        entries.stream().filter(files::containsKey).forEach(modules::followAll);
        modules.reached.remove(entries.getFirst());
        return modules;
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
            importMap
                    .file(module, name)
                    .filter(files::containsKey)
                    .ifPresentOrElse(imported::add, () -> missing.add(name + " in " + module));
        }
        return imported;
    }
}
