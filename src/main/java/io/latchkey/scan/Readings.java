package io.latchkey.scan;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;

/** The ways to read a piece of text that hide it from a search and from nobody else. */
final class Readings {

    private static final Pattern JSON_ESCAPE = Pattern.compile("\\\\(u([0-9a-fA-F]{4})|.)");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{160,}={0,2}");
    private static final int SIXTEEN = 16;

    private Readings() {}

    /** As it stands, without tags and escapes, and what is packed in it. */
    static List<Words> of(String text) {
        String unescaped = unescaped(text);
        return Stream.concat(
                        Stream.of(text, unescaped, bare(text), bare(unescaped), bare(bare(unescaped))),
                        packed(text).flatMap(inner -> Stream.of(inner, bare(unescaped(inner)))))
                .distinct()
                .map(Words::of)
                .toList();
    }

    private static String bare(String markup) {
        return Jsoup.parse(markup).text();
    }

    /** JSON's escapes (RFC 8259, section 7), which scripts have too. */
    private static String unescaped(String json) {
        return JSON_ESCAPE
                .matcher(json)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        escape.group(2) == null
                                ? meaning(escape.group(1))
                                : Character.toString(Integer.parseInt(escape.group(2), SIXTEEN))));
    }

    private static String meaning(String escaped) {
        return switch (escaped) {
            case "n", "r", "t", "b", "f" -> " ";
            default -> escaped;
        };
    }

    private static Stream<String> packed(String text) {
        return BASE64.matcher(text).results().flatMap(found -> unpacked(found.group()));
    }

    private static Stream<String> unpacked(String base64) {
        String standard = base64.replace('-', '+').replace('_', '/').replace("=", "");
        try {
            return Stream.of(new String(Base64.getDecoder().decode(standard), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }
}
