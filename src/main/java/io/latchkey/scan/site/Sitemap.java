package io.latchkey.scan.site;

import io.latchkey.scan.probe.Authority;
import io.latchkey.scan.probe.Probe;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/** The articles of a sitemap, or of an index of sitemaps (sitemaps.org, protocol 0.9). */
public final class Sitemap {

    static final int MOST_SITEMAPS = 100;

    private final URI start;
    private final Set<URI> articles = new LinkedHashSet<>();
    private final Set<URI> known = new LinkedHashSet<>();
    private final List<Missed> missed = new ArrayList<>();

    private Sitemap(URI start) {
        this.start = start;
    }

    /** What it names; a page at the start is one article. */
    public static Listing read(URI start, Web web, int most) {
        return new Sitemap(start).read(web, most);
    }

    private Listing read(Web web, int most) {
        Queue<URI> sitemaps = new ArrayDeque<>(List.of(start));
        known.add(start);
        for (int read = 0; read < MOST_SITEMAPS && articles.size() <= most && !sitemaps.isEmpty(); read++) {
            URI next = sitemaps.remove();
            take(next, web.ask(Probe.get("sitemap", next)), sitemaps);
        }
        return new Listing(
                articles.stream().limit(most).toList(),
                List.copyOf(missed),
                Math.max(0, articles.size() - most),
                sitemaps.size());
    }

    private void take(URI at, Optional<Answer> answer, Queue<URI> sitemaps) {
        Optional<Answer> good = answer.filter(Answer::good);
        if (good.isPresent()) {
            take(at, good.get(), sitemaps);
        } else if (at.equals(start) && answer.filter(Answer::refused).isPresent() && !calledSitemap(at)) {
            articles.add(at);
        } else {
            missed.add(new Missed(at.toString(), Answer.why(answer)));
        }
    }

    /** A refusal does not say of what it is; a refused sitemap is no article. */
    private static boolean calledSitemap(URI address) {
        String path = Optional.ofNullable(address.getPath()).orElse("").toLowerCase(Locale.ROOT);
        return path.contains("sitemap") || path.matches(".*\\.(xml|gz|txt)");
    }

    private void take(URI at, Answer answer, Queue<URI> sitemaps) {
        Document xml = Jsoup.parse(answer.body(), at.toString(), Parser.xmlParser());
        if (xml.selectFirst("urlset, sitemapindex") != null) {
            articles.addAll(locations(xml, "url > loc"));
            locations(xml, "sitemap > loc").stream().filter(known::add).forEach(sitemaps::add);
            if (answer.cut()) {
                missed.add(new Missed(at.toString(), "only its beginning could be read"));
            }
        } else if (at.equals(start) && answer.html()) {
            articles.add(at);
        } else {
            missed.add(new Missed(at.toString(), "it is no sitemap"));
        }
    }

    private Collection<URI> locations(Document xml, String selector) {
        List<URI> locations = new ArrayList<>();
        for (Element location : xml.select(selector)) {
            String text = location.text().strip();
            Optional<URI> address = address(text);
            if (address.isEmpty()) {
                missed.add(new Missed("“" + text + "”", "it is no address"));
            } else if (Authority.same(start, address.get())) {
                locations.add(address.get());
            } else {
                missed.add(new Missed(text, "it is on another host"));
            }
        }
        return locations;
    }

    private static Optional<URI> address(String text) {
        try {
            return Optional.of(URI.create(text)).filter(address -> address.getHost() != null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
