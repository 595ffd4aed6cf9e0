package io.latchkey.scan;

import io.latchkey.scan.site.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.select.NodeTraversor;

/**
 * A part of an answer that holds text, and where it stands: what readers do not see on the page is
 * there all the same for whoever looks at its source.
 */
record Piece(String where, String text) {

    private static final String HIDDEN =
            "[hidden], [style*=display:none], [style*='display: none'], [aria-hidden=true]," + " template, noscript";
    private static final int LEAST_ATTRIBUTE = 80;
    private static final Set<String> WHERE_TEXT_IS_NOT_SHOWN = Set.of("script", "style", "head");

    /** All of it, by place. */
    static List<Piece> of(Answer answer) {
        Stream<Piece> headers = answer.headers().entrySet().stream()
                .map(header -> new Piece("header " + header.getKey(), String.join(" ", header.getValue())));
        Stream<Piece> body = answer.type().toLowerCase(Locale.ROOT).contains("html")
                ? html(Jsoup.parse(answer.body())).stream()
                : Stream.of(new Piece("body", answer.body()));
        return Stream.concat(headers, body)
                .filter(piece -> !piece.text().isBlank())
                .toList();
    }

    /** What a reader sees of a page. */
    static String shown(Document page) {
        Document copy = page.clone();
        copy.select(HIDDEN).remove();
        copy.select(String.join(", ", WHERE_TEXT_IS_NOT_SHOWN)).remove();
        return copy.text();
    }

    private static List<Piece> html(Document page) {
        List<Piece> pieces = new ArrayList<>();
        pieces.add(new Piece("page", shown(page)));
        page.select(HIDDEN).forEach(hidden -> pieces.add(new Piece("hidden element", hidden.html())));
        page.select("meta[content]")
                .forEach(meta -> pieces.add(
                        new Piece("meta tag " + meta.attr("name") + meta.attr("property"), meta.attr("content"))));
        page.select("script")
                .forEach(script -> pieces.add(
                        new Piece(script.attr("type").contains("ld+json") ? "JSON-LD" : "script", script.data())));
        NodeTraversor.traverse((node, _) -> pieces.addAll(unseen(node)), page);
        return pieces;
    }

    private static List<Piece> unseen(Node node) {
        if (node instanceof Comment comment) {
            return List.of(new Piece("comment", comment.getData()));
        }
        return node instanceof Element element && !element.nameIs("meta")
                ? element.attributes().asList().stream()
                        .filter(attribute -> attribute.getValue().length() >= LEAST_ATTRIBUTE)
                        .map(attribute -> new Piece("attribute " + attribute.getKey(), attribute.getValue()))
                        .toList()
                : List.of();
    }
}
