package io.latchkey.notice;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * A notice in words.
 *
 * @param language of the words
 * @param subject one line
 * @param text paragraphs parted by a blank line
 * @param links addresses in it
 */
record Letter(Locale language, String subject, String text, List<URI> links) {

    /** The same text as a page of HTML; nothing in it but its links is taken for markup. */
    String html() {
        StringBuilder page = new StringBuilder();
        page.append("<!DOCTYPE html>\n<html lang=\"")
                .append(language.getLanguage())
                .append("\"><head><meta charset=\"utf-8\"><title>")
                .append(escaped(subject))
                .append("</title></head><body>\n");
        for (String paragraph : text.split("\n\n", -1)) {
            page.append("<p>")
                    .append(linked(escaped(paragraph).replace("\n", "<br>\n")))
                    .append("</p>\n");
        }
        return page.append("</body></html>\n").toString();
    }

    /** An address that ends a paragraph is one of ours, and no part of another. */
    private String linked(String paragraph) {
        for (URI link : links) {
            String address = escaped(link.toString());
            if (paragraph.equals(address) || paragraph.endsWith(" " + address)) {
                return paragraph.substring(0, paragraph.length() - address.length())
                        + "<a href=\"%s\">%1$s</a>".formatted(address);
            }
        }
        return paragraph;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
