package io.tailrace.http.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page, ready to be sent: its first file, which knows all others under addresses that name their content, and those
 * others. Immutable, for all threads.
 *
 * <p>All of the page's names and contents give one hash, and it is part of every address but the first. So a browser keeps
 * the files for good without asking, and never mixes those of two versions.
 *
 * <p>The index that is sent has a {@link Bundle} in place of its scripts and style sheets. Without one, since a module has a form
 * that a bundle does not know, it is sent with all of them: in {@code index.html}, <code>{ui}</code> stands for the address of the files' folder, and the comment
 * <code>{preload}</code> for links to all modules that the page loads before it runs. A second one, <code>{controls}</code>, stands
 * for links to those that its controls need besides.
 */
final class PageFiles {

    private static final Logger LOG = LoggerFactory.getLogger(PageFiles.class);

    private static final int HASH_DIGITS = 16;
    private static final String INDEX = "index.html";
    private static final String MAIN = "main.js";
    private static final String CONTROLS = "controls.js";
    private static final String FOLDER = "{ui}";
    private static final String PRELOAD = "<!-- {preload} -->";
    private static final String PRELOAD_CONTROLS = "<!-- {controls} -->";
    private static final Pattern LINK = Pattern.compile("(?:<link rel=\"stylesheet\" href=\"\\{ui}/(?<style>[^\"]+)\">"
            + "|<script type=\"module\"(?: async)? src=\"\\{ui}/(?<script>[^\"]+)\"></script>)\n?");
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

    private final String address;
    private final PageFile index;
    private final String contentSecurityPolicy;
    private final Modules modules;
    private final Map<String, PageFile> files = new HashMap<>();

    private PageFiles(SortedMap<String, byte[]> contents) throws IOException {
        String written = new String(contents.getOrDefault(INDEX, new byte[0]), UTF_8);
        ImportMap imports = importMap(written);
        Set<String> first =
                Modules.reachedFrom(List.of(MAIN), contents, imports).reached();
        modules = Modules.reachedFrom(List.of(MAIN, CONTROLS), contents, imports);
        SortedMap<String, byte[]> all = new TreeMap<>(contents);
        Optional<String> bundled = bundled(written, imports, all);
        address = "ui/" + hash(all);
        Set<String> later = new LinkedHashSet<>(modules.reached());
        later.removeAll(first);
        String text = bundled.orElseGet(
                        () -> written.replace(PRELOAD, links(first)).replace(PRELOAD_CONTROLS, links(later)))
                .replace(FOLDER, address);
        index = PageFile.of(INDEX, text.getBytes(UTF_8));
        contentSecurityPolicy = policy(text);
        all.forEach((name, bytes) -> {
            if (!name.equals(INDEX)) {
                files.put('/' + address + '/' + name, PageFile.of(name, bytes));
            }
        });
    }

    /** The index with one script and one style sheet, which are put to the files; nothing if they cannot be made. */
    private static Optional<String> bundled(String index, ImportMap imports, SortedMap<String, byte[]> files) {
        try {
            Bundle bundle = Bundle.of(linked(index, "script"), linked(index, "style"), files, imports);
            files.put(Bundle.SCRIPT, bundle.script().getBytes(UTF_8));
            files.put(Bundle.SOURCE_MAP, bundle.sourceMap().getBytes(UTF_8));
            files.put(Bundle.STYLE, bundle.style().getBytes(UTF_8));
        } catch (IllegalArgumentException unknown) {
            LOG.warn("The page is sent as single files, which takes longer: {}", unknown.getMessage());
            return Optional.empty();
        }
        String both = "<link rel=\"stylesheet\" href=\"" + FOLDER + '/' + Bundle.STYLE
                + "\">\n<script type=\"module\" src=\"" + FOLDER + '/' + Bundle.SCRIPT + "\"></script>\n";
        boolean[] isFirst = {true};
        String links = LINK.matcher(index).replaceAll(_ -> {
            String link = isFirst[0] ? Matcher.quoteReplacement(both) : "";
            isFirst[0] = false;
            return link;
        });
        return Optional.of(links.replace(PRELOAD + '\n', "").replace(PRELOAD_CONTROLS + '\n', ""));
    }

    /** The files that the index names in links of this group. */
    private static List<String> linked(String index, String group) {
        return LINK.matcher(index)
                .results()
                .map(link -> link.group(group))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Makes the page of its files by name. Takes long: it compresses all of them. */
    static PageFiles of(SortedMap<String, byte[]> contents) throws IOException {
        return new PageFiles(contents);
    }

    /** What is served at {@code /}. */
    PageFile index() {
        return index;
    }

    /** What may run in the page and where it may connect, as a header's value. */
    String contentSecurityPolicy() {
        return contentSecurityPolicy;
    }

    /** What is served at this path, which is compared as it is; nothing for the index or another version's path. */
    Optional<PageFile> at(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /** The folder of this version's files, such as {@code ui/0123456789abcdef}. */
    String address() {
        return address;
    }

    Modules modules() {
        return modules;
    }

    /** Between two files stands the length of each, so that no byte can move from one to the other unnoticed. */
    private static String hash(SortedMap<String, byte[]> contents) {
        MessageDigest digest = PageFile.sha256();
        contents.forEach((name, bytes) -> {
            byte[] nameBytes = name.getBytes(UTF_8);
            digest.update(ByteBuffer.allocate(8)
                    .putInt(nameBytes.length)
                    .putInt(bytes.length)
                    .flip());
            digest.update(nameBytes);
            digest.update(bytes);
        });
        return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
    }

    private static ImportMap importMap(String index) throws IOException {
        Matcher map = IMPORT_MAP.matcher(index);
        return ImportMap.parse(map.find() ? map.group(1).replace(FOLDER + '/', "") : "");
    }

    private static String links(Set<String> modules) {
        return modules.stream()
                .map(module -> "<link rel=\"modulepreload\" href=\"" + FOLDER + '/' + module + "\">")
                .collect(Collectors.joining("\n"));
    }

    /**
     * Only what this server serves itself may run or be loaded, the import map is the one script within the page, nobody may
     * frame it, and only Lit, whose templates are constants of the code, may turn text into elements.
     */
    private static String policy(String index) {
        Matcher map = IMPORT_MAP.matcher(index);
        String inline = "";
        if (map.find()) {
            byte[] digest = PageFile.sha256().digest(map.group(1).getBytes(UTF_8));
            inline = " 'sha256-" + Base64.getEncoder().encodeToString(digest) + '\'';
        }
        return "default-src 'none'; script-src 'self'" + inline + "; style-src 'self'; connect-src 'self';"
                + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                + " require-trusted-types-for 'script'; trusted-types lit-html";
    }
}
