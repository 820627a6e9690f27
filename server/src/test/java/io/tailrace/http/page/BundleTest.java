package io.tailrace.http.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How modules and style sheets become one file each. That the whole page works so is what its own tests say. */
final class BundleTest {

    private static final ImportMap NAMES = new ImportMap(Map.of("lib", "./lib/index.js", "lib/", "./lib/"));

    private final SortedMap<String, byte[]> files = new TreeMap<>();

    private void file(String name, String text) {
        files.put(name, text.getBytes(UTF_8));
    }

    private static String rewritten(String text) {
        return new ModuleText(text, String::length).rewritten();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "import './ab.js';                      | $$use(7);",
                "import{tight}from'./ab.js';            | const {tight} = $$use(7);",
                "import { one, two as three } from 'a'; | const { one, two: three } = $$use(1);",
                "import def from \"lib\"                | const { default: def } = $$use(3);",
                "import * as all from 'lib';            | const all = $$use(3);",
                "import def, { one } from 'lib';        | const { default: def } = $$use(3), { one } = $$use(3);"
            })
    void anImportTakesWhatTheOtherReturns(String module, String body) {
        assertThat(rewritten(module)).isEqualTo(body + "\nreturn {  };");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "export const a = 1;               | const a = 1;             | a: a",
                "export function f() {}            | function f() {}          | f: f",
                "export async function f() {}      | async function f() {}    | f: f",
                "export class C extends D {}       | class C extends D {}     | C: C",
                "export default uPlot;             | const $$default = uPlot; | default: $$default",
                "var t;export{t as long,u};        | var t;                   | long: t, u: u",
                "export{a as b,c}from\"./x\";      | const $$again0 = $$use(3); | b: $$again0.a, c: $$again0.c",
                "export*from'./x';                 | const $$again0 = $$use(3); | ...$$again0, "
            })
    void whatIsExportedIsReturned(String module, String body, String returned) {
        assertThat(rewritten(module))
                .isEqualTo(body + "\nreturn { " + (returned.endsWith(",") ? returned + " " : returned) + " };");
    }

    @Test
    void onlyTheBeginningHasImportsAndTextIsLeftAlone() {
        String text = """
                // import './commented.js';
                /** import './documented.js'; */
                import { a } from './a.js';
                const java = `
                import java.net.http.*;
                export TOKEN=${a}
                `;
                const later = () => import('./later.js');
                """;
        List<String> named = new ArrayList<>();
        ModuleText module = new ModuleText(text, name -> {
            named.add(name);
            return 9;
        });

        assertThat(module.rewritten())
                .isEqualTo(text.replace("import { a } from './a.js';", "const { a } = $$use(9);")
                                .replace("import('./later.js')", "$$later(9)")
                        + "\nreturn {  };");
        assertThat(module.imports()).containsExactly("./a.js");
        assertThat(module.later()).containsExactly("./later.js");
        assertThat(named).containsExactly("./a.js", "./later.js");
    }

    @ParameterizedTest
    @ValueSource(strings = {"export let moving = 1;", "export const { a } = b;", "export var v;", "export * from;"})
    void aFormThatIsNotKnownIsRefused(String module) {
        assertThatThrownBy(() -> rewritten(module)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachModuleIsThereOnceBehindWhatItNeeds() {
        file("main.js", "import { a } from './a.js';\nimport lib from 'lib';\nimport('./later.js');\n");
        file("a.js", "import x from 'lib/deep.js';\nexport const a = x;\n");
        file("lib/index.js", "import './deep.js';\nexport default 1;\n");
        file("lib/deep.js", "export default 2;\n");
        file("later.js", "import { a } from './a.js';\nexport const b = a;\n");
        file("one.css", "a {}");
        file("two.css", "b {}");

        Bundle bundle = Bundle.of(List.of("main.js"), List.of("two.css", "one.css"), files, NAMES);

        String script = bundle.script();
        assertThat(Pattern.compile("=> \\{ // (.*)").matcher(script).results().map(module -> module.group(1)))
                .containsExactly("lib/deep.js", "a.js", "lib/index.js", "main.js", "later.js");
        assertThat(script).doesNotContain("import", "$$use(main").endsWith("//# sourceMappingURL=page.js.map\n");
        assertThat(bundle.style()).isEqualTo("/* two.css */\nb {}\n/* one.css */\na {}\n");
    }

    @Test
    void aLineOfTheScriptLeadsBackToItsFile() {
        file("main.js", "import './a.js';\n\nconst main = 1;\n");
        file("a.js", "const a = 1;\n");

        Bundle bundle = Bundle.of(List.of("main.js"), List.of(), files, NAMES);

        List<String> lines = List.of(bundle.script().split("\n", -1));
        String map = bundle.sourceMap();
        assertThat(map).startsWith("{\"version\":3,\"names\":[],\"sources\":[\"a.js\",\"main.js\"],\"mappings\":\"");
        String[] mappings = map.replaceFirst(".*\"mappings\":\"", "").split(";", -1);
        assertThat(mappings[lines.indexOf("const a = 1;")]).isEqualTo("AAAA");
        assertThat(mappings[lines.indexOf("$$use(0);")])
                .as("the second file, two lines back")
                .isEqualTo("ACFA");
        assertThat(mappings[lines.indexOf("const main = 1;")]).isEqualTo("AACA");
    }

    @Test
    void aCircleOrAMissingModuleIsRefused() {
        file("main.js", "import './a.js';");
        file("a.js", "import './main.js';");
        assertThatThrownBy(() -> Bundle.of(List.of("main.js"), List.of(), files, NAMES))
                .hasMessageContaining("needs itself");
        file("a.js", "import './gone.js';");
        assertThatThrownBy(() -> Bundle.of(List.of("main.js"), List.of(), files, NAMES))
                .hasMessageContaining("gone.js");
    }

    /** Otherwise the page would still come, but as eighty files. */
    @Test
    void thePageItselfIsBundled() throws IOException {
        PageFiles page = PageFiles.of(ProgramFiles.page());

        assertThat(page.at("/" + page.address() + "/page.js")).isPresent();
        assertThat(page.index().plain().toString())
                .contains("src=\"" + page.address() + "/page.js\"")
                .doesNotContain("main.js", "modulepreload");
    }
}
