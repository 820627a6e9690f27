package io.tailrace.http.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The documents as pages, ready to be sent: {@code /docs} lists them, {@code /docs/QUERY} is one, and the files that they show
 * or link to are beside them. All links are relative, so that they hold behind a proxy that serves this server below a
 * path. No script runs in them. Immutable, for all threads.
 */
final class Documents {

    /** The list's address. */
    static final String LIST = "/docs";

    /** How all other addresses begin. */
    static final String FOLDER = LIST + "/";

    /** What may load in a page of these: its style, its pictures. */
    static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'";

    private static final String ENDING = ".md";

    /** What is read first stands first; a document that is not named here comes behind. */
    private static final List<String> ORDER =
            List.of("PAGE", "QUERY", "CLI", "PROTOCOL", "OPERATIONS", "ARCHITECTURE", "BENCHMARKS", "CHANGELOG");

    private final Map<String, PageFile> files = new HashMap<>();

    /** Names in small letters. */
    private final Map<String, String> names = new HashMap<>();

    private Documents() {}

    /**
     * Makes the pages. Takes long.
     *
     * @param contents documents and other files by their names, such as {@code QUERY.md} and {@code images/page.png}
     * @param page the address of the page's files, such as {@code ui/0123456789abcdef}
     */
    static Documents of(SortedMap<String, byte[]> contents, String page) {
        Documents documents = new Documents();
        Map<String, Markdown> read =
                new TreeMap<>(Comparator.comparingInt(Documents::place).thenComparing(Comparator.naturalOrder()));
        contents.forEach((name, bytes) -> {
            if (name.endsWith(ENDING)) {
                String document = name.substring(0, name.length() - ENDING.length());
                read.put(document, Markdown.read(new String(bytes, UTF_8), link -> target(link, contents)));
            } else {
                documents.files.put(FOLDER + name, PageFile.of(name, bytes));
            }
        });
        read.forEach((name, document) -> {
            String html = whole(document.title(), "../", page, menu(read, "", name), document.html());
            documents.files.put(FOLDER + name, PageFile.of(name + ".html", html.getBytes(UTF_8)));
            documents.names.put(name.toLowerCase(Locale.ROOT), name);
        });
        String list = whole("Documents", "", page, menu(read, "docs/", ""), list(read));
        documents.files.put(LIST, PageFile.of("docs.html", list.getBytes(UTF_8)));
        return documents;
    }

    /** What is served at this path. */
    Optional<PageFile> at(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /**
     * Where else something is that is not at this path, relative to it: a document under its file's name or in other
     * letters, and the list with a slash behind.
     */
    Optional<String> movedFrom(String path) {
        if (path.equals(FOLDER)) {
            return Optional.of("../docs");
        }
        String name = path.startsWith(FOLDER) ? path.substring(FOLDER.length()).toLowerCase(Locale.ROOT) : "";
        String document = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
        return Optional.ofNullable(names.get(document));
    }

    private static int place(String document) {
        int at = ORDER.indexOf(document);
        return at < 0 ? ORDER.size() : at;
    }

    /** Where a link of a document leads; empty if that is no file of these. */
    private static String target(String link, Map<String, byte[]> contents) {
        if (link.startsWith("#") || link.contains("://") || link.startsWith("mailto:")) {
            return link;
        }
        int hash = link.indexOf('#');
        String file = (hash < 0 ? link : link.substring(0, hash)).replaceFirst("^(\\.{1,2}/)*(docs/)?", "");
        String place = hash < 0 ? "" : link.substring(hash);
        if (!contents.containsKey(file)) {
            return "";
        }
        return (file.endsWith(ENDING) ? file.substring(0, file.length() - ENDING.length()) : file) + place;
    }

    private static String menu(Map<String, Markdown> documents, String folder, String current) {
        List<String> links = new ArrayList<>();
        documents.forEach((name, document) -> links.add("<a href=\"" + folder + escaped(name) + "\""
                + (name.equals(current) ? " aria-current=\"page\"" : "") + ">" + escaped(document.title()) + "</a>"));
        return String.join("\n", links);
    }

    private static String list(Map<String, Markdown> documents) {
        return documents.entrySet().stream()
                .map(document -> "<h2><a href=\"docs/" + escaped(document.getKey()) + "\">"
                        + escaped(document.getValue().title()) + "</a></h2>\n<p>"
                        + escaped(document.getValue().about()) + "</p>")
                .collect(Collectors.joining("\n", "<h1>Documents</h1>\n", "\n"));
    }

    private static String whole(String title, String root, String page, String menu, String article) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <title>%s · Tailrace</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <link rel="icon" href="%s/icon.svg" type="image/svg+xml">
                <link rel="stylesheet" href="%s/style/theme.css">
                <link rel="stylesheet" href="%s/style/docs.css">
                </head>
                <body>
                <nav aria-label="Documents">
                <a class="home" href="%s">Tailrace</a>
                %s
                </nav>
                <main>
                %s</main>
                </body>
                </html>
                """.formatted(
                escaped(title), root + page, root + page, root + page, root.isEmpty() ? "./" : root, menu, article);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
