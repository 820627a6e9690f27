package io.tailrace.http.page;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * One document: what it is called, what it is about, and its HTML, in which headings can be linked to as on GitHub. The
 * documents are this program's own, so HTML in them is kept.
 *
 * @param title its first heading
 * @param about its first paragraph, as text
 */
record Markdown(String title, String about, String html) {

    private static final List<TablesExtension> EXTENSIONS = List.of((TablesExtension) TablesExtension.create());

    /** Reads a document whose links lead where the function says; one that leads nowhere is only its text. */
    static Markdown read(String text, UnaryOperator<String> links) {
        Node document = Parser.builder().extensions(EXTENSIONS).build().parse(text);
        Reading reading = new Reading(links);
        document.accept(reading);
        String html = HtmlRenderer.builder()
                .extensions(EXTENSIONS)
                .attributeProviderFactory(_ -> (node, _, attributes) -> {
                    String anchor = reading.anchors.get(node);
                    if (anchor != null) {
                        attributes.put("id", anchor);
                    }
                })
                .build()
                .render(document);
        return new Markdown(reading.title, reading.about, html);
    }

    /** One pass over a document. */
    private static final class Reading extends AbstractVisitor {

        private final UnaryOperator<String> links;
        private final Map<Node, String> anchors = new HashMap<>();
        private final Map<String, Integer> sameNames = new HashMap<>();
        private String title = "";
        private String about = "";

        Reading(UnaryOperator<String> links) {
            this.links = links;
        }

        @Override
        public void visit(Heading heading) {
            String words = words(heading);
            if (title.isEmpty()) {
                title = words;
            }
            String name = words.toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                    .replace(' ', '-');
            int before = sameNames.merge(name, 1, Integer::sum) - 1;
            anchors.put(heading, before == 0 ? name : name + '-' + before);
            visitChildren(heading);
        }

        @Override
        public void visit(Paragraph paragraph) {
            if (about.isEmpty()) {
                about = words(paragraph);
            }
            visitChildren(paragraph);
        }

        @Override
        public void visit(Image image) {
            image.setDestination(links.apply(image.getDestination()));
        }

        @Override
        public void visit(Link link) {
            visitChildren(link);
            String destination = links.apply(link.getDestination());
            if (!destination.isEmpty()) {
                link.setDestination(destination);
                return;
            }
            for (Node inner = link.getFirstChild(); inner != null; inner = link.getFirstChild()) {
                link.insertBefore(inner);
            }
            link.unlink();
        }

        private static String words(Node node) {
            StringBuilder words = new StringBuilder();
            node.accept(new AbstractVisitor() {
                @Override
                public void visit(Text text) {
                    words.append(text.getLiteral());
                }

                @Override
                public void visit(Code code) {
                    words.append(code.getLiteral());
                }

                @Override
                public void visit(SoftLineBreak lineBreak) {
                    words.append(' ');
                }

                @Override
                public void visit(HardLineBreak lineBreak) {
                    words.append(' ');
                }
            });
            return words.toString();
        }
    }
}
