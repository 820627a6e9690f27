package io.tailrace.http.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which file a module means by a name that it imports: one beside it, or what the page's import map says.
 *
 * @param names what stands for a name or, if it ends with a slash, for its beginning: file names, which may begin with
 *     {@code ./}
 */
record ImportMap(Map<String, String> names) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Reads the "imports" of an import map; empty if there are none. */
    static ImportMap parse(String importMap) throws IOException {
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
        return new ImportMap(imports);
    }

    /** The file that a module means, whether it is there or not; empty if the name stands for nothing. */
    Optional<String> file(String from, String name) {
        if (name.startsWith("./") || name.startsWith("../")) {
            return Optional.of(fileAt(URI.create("/" + from).resolve(name)));
        }
        String exact = names.get(name);
        if (exact != null) {
            return Optional.of(fileAt(URI.create("/").resolve(exact)));
        }
        return names.keySet().stream()
                .filter(start -> start.endsWith("/") && name.startsWith(start))
                .max((a, b) -> Integer.compare(a.length(), b.length()))
                .map(start -> fileAt(URI.create("/").resolve(names.get(start) + name.substring(start.length()))));
    }

    private static String fileAt(URI address) {
        return address.getPath().substring(1);
    }
}
