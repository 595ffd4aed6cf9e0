package io.latchkey.scan;

import io.latchkey.scan.probe.Tokens;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param start a sitemap, or one article
 * @param headers of a reader who may read everything: by them the premium text is learnt
 * @param full where a reader with these headers gets an article's text, with {@code {slug}}; null
 *     for the article's own address
 * @param canaries words that stand in premium text only
 * @param tokens what readers without a right try
 * @param junit where the report goes, too
 * @param most how many articles are looked at
 * @param mostIsChosen whether that was said, so that more are left out on purpose
 * @param atOnce how many requests are under way
 */
record ScanOptions(
        URI start,
        Map<String, String> headers,
        @Nullable String full,
        List<String> canaries,
        Tokens tokens,
        @Nullable Path junit,
        int most,
        boolean mostIsChosen,
        int atOnce) {

    static final String USAGE = """
        Looks for premium text where it should not be.

          java -jar latchkey.jar scan <sitemap or URL> [options]

          --header 'Name: value'  credential of a reader who may read everything, as
                                  'Authorization: Bearer …'; the scanner learns the premium
                                  text with it. May stand more than once.
          --full URL              where that reader gets the text of an article, with {slug}
                                  for the last part of its path; else its own address
          --canary TEXT           words that stand in premium text only. May stand more than once.
          --expired 'Name: value' credential of a reader that was good once, as an access token
                                  that is over; else a made-up one is tried, which finds no
                                  server that checks signatures and no dates
          --site NAME             the site's name at Latchkey, as in its cookies
          --junit FILE            writes the report as JUnit XML, too
          --most N                articles at most (500)
          --at-once N             requests under way at most (4)

        Without --header and --canary, much prose that no open page shows counts as a leak.
        Ends with 0 when nothing leaks, with 1 when something does, with 2 when it cannot tell:
        the report names what could not be looked at.
        """;

    private static final int MOST = 500;
    private static final int AT_ONCE = 4;

    /**
     * @throws ScanException when that cannot be understood
     */
    static ScanOptions parse(List<String> arguments) {
        Map<String, String> headers = new LinkedHashMap<>();
        List<String> canaries = new ArrayList<>();
        Map<String, String> expired = new LinkedHashMap<>();
        Map<String, String> single = new LinkedHashMap<>();
        URI start = null;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            switch (word) {
                case "--header" -> header(value(word, rest), headers);
                case "--expired" -> header(value(word, rest), expired);
                case "--canary" -> canaries.add(value(word, rest));
                case "--full", "--site", "--junit", "--most", "--at-once" -> single.put(word, value(word, rest));
                default -> start = address(word);
            }
        }
        if (start == null) {
            throw new ScanException("Say which sitemap or article to look at.");
        }
        String junit = single.get("--junit");
        return new ScanOptions(
                start,
                headers,
                single.get("--full"),
                canaries,
                new Tokens(single.get("--site"), expired),
                junit == null ? null : file(junit),
                number(single.get("--most"), MOST),
                single.containsKey("--most"),
                number(single.get("--at-once"), AT_ONCE));
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new ScanException("A value belongs after " + option + ".");
        }
        return rest.next();
    }

    private static void header(String line, Map<String, String> headers) {
        int colon = line.indexOf(':');
        if (colon < 1) {
            throw new ScanException("Write a header as 'Name: value'.");
        }
        headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }

    private static URI address(String word) {
        try {
            URI address = URI.create(word);
            if (address.getHost() != null && word.matches("https?://.*")) {
                return address;
            }
        } catch (IllegalArgumentException _) {
            // Said below, as for any other word.
        }
        throw new ScanException("Not an address that begins with http:// or https://: " + word);
    }

    private static Path file(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new ScanException("Not the name of a file: " + name);
        }
    }

    private static int number(@Nullable String text, int otherwise) {
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[1-9][0-9]{0,5}")) {
            throw new ScanException("Not a number from 1 to 999999: " + text);
        }
        return Integer.parseInt(text);
    }
}
