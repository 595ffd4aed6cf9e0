package io.latchkey.notice.mail;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A notice in words.
 *
 * @param language of the words
 * @param subject one line
 * @param text paragraphs parted by a blank line
 * @param links addresses in it
 */
public record Letter(Locale language, String subject, String text, List<URI> links) {

    /**
     * A paragraph as HTML has it.
     *
     * @param link what it ends with, and its lines do not have; null for none
     */
    record Paragraph(List<String> lines, @Nullable URI link) {}

    /** The same text. Of addresses only those of {@link #links} lead somewhere. */
    List<Paragraph> paragraphs() {
        return Stream.of(text.split("\n\n", -1)).map(this::paragraph).toList();
    }

    /** An address that ends a paragraph is one of ours, and no part of another. */
    private Paragraph paragraph(String text) {
        return links.stream()
                .filter(link -> text.equals(link.toString()) || text.endsWith(" " + link))
                .findFirst()
                .map(link -> new Paragraph(
                        lines(text.substring(0, text.length() - link.toString().length())), link))
                .orElseGet(() -> new Paragraph(lines(text), null));
    }

    private static List<String> lines(String text) {
        return List.of(text.split("\n", -1));
    }
}
