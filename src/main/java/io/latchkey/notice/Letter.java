package io.latchkey.notice;

import java.util.Locale;

/**
 * A notice in words.
 *
 * @param language of the words
 * @param subject one line
 * @param text paragraphs parted by a blank line
 */
record Letter(Locale language, String subject, String text) {

    /** The same text as a page of HTML; nothing in it is taken for markup. */
    String html() {
        StringBuilder page = new StringBuilder();
        page.append("<!DOCTYPE html>\n<html lang=\"")
                .append(language.getLanguage())
                .append("\"><head><meta charset=\"utf-8\"><title>")
                .append(escaped(subject))
                .append("</title></head><body>\n");
        for (String paragraph : text.split("\n\n", -1)) {
            page.append("<p>").append(escaped(paragraph).replace("\n", "<br>\n")).append("</p>\n");
        }
        return page.append("</body></html>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
