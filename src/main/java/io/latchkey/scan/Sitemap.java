package io.latchkey.scan;

import io.latchkey.scan.probe.Probe;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;

/** The articles of a sitemap, or of an index of sitemaps (sitemaps.org, protocol 0.9). */
final class Sitemap {

    private static final int MOST_SITEMAPS = 100;

    private Sitemap() {}

    /**
     * The addresses, of this host only; what is no sitemap is one article.
     *
     * @throws ScanException when nothing answers there
     */
    static List<URI> read(URI start, Web web, int most) {
        Set<URI> articles = new LinkedHashSet<>();
        Queue<URI> sitemaps = new ArrayDeque<>(List.of(start));
        for (int read = 0; read < MOST_SITEMAPS && articles.size() < most; read++) {
            URI next = sitemaps.poll();
            if (next == null) {
                break;
            }
            Optional<Answer> answer = web.ask(Probe.get("sitemap", next));
            if (next.equals(start) && answer.filter(Answer::good).isEmpty()) {
                throw new ScanException("Nothing could be read at " + start + why(answer));
            }
            answer.filter(Answer::good).ifPresent(found -> take(next, found.body(), start, articles, sitemaps));
        }
        return articles.stream().limit(most).toList();
    }

    private static String why(Optional<Answer> answer) {
        return answer.map(bad -> ": it answers " + bad.status() + ".")
                .orElse(": nobody answers there, or not in time.");
    }

    private static void take(URI at, String body, URI start, Set<URI> articles, Queue<URI> sitemaps) {
        Document xml = Jsoup.parse(body, at.toString(), Parser.xmlParser());
        if (xml.selectFirst("urlset, sitemapindex") == null) {
            articles.add(at);
            return;
        }
        locations(xml, "url > loc", start).forEach(articles::add);
        locations(xml, "sitemap > loc", start).forEach(sitemaps::add);
    }

    private static List<URI> locations(Document xml, String selector, URI start) {
        return xml.select(selector).eachText().stream()
                .map(String::strip)
                .map(URI::create)
                .filter(address -> start.getAuthority().equals(address.getAuthority()))
                .toList();
    }
}
