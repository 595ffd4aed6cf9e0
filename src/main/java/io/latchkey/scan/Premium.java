package io.latchkey.scan;

import io.latchkey.scan.probe.ArticlePage;
import io.latchkey.scan.probe.Probe;
import io.latchkey.scan.site.Answer;
import io.latchkey.scan.site.Web;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Learns what of an article is not for everybody, by what the scanner is told. */
final class Premium {

    private final ScanOptions options;
    private final Web web;
    private final Set<String> open;

    /**
     * @param open the runs of words of all pages that everybody sees
     */
    Premium(ScanOptions options, Web web, Set<String> open) {
        this.options = options;
        this.web = web;
        this.open = open;
    }

    Sought of(ArticlePage page) {
        Sought sought = Sought.of(options.canaries().stream()
                .<Evidence>map(text -> new Evidence.Canary(Words.of(text)))
                .toList());
        if (!options.headers().isEmpty()) {
            URI address = address(page);
            return full(address)
                    .map(full -> known(page, full, sought))
                    .orElseGet(() -> sought.doubting(
                            "with the headers given, " + address + " does not answer with 200, and with text"));
        }
        // Who is led elsewhere, as to where one signs in, sees a page that says nothing of the article.
        return options.canaries().isEmpty() && (page.saysItIsNotFree() || page.led())
                ? sought.and(new Evidence.Unseen(open))
                : sought;
    }

    private Sought known(ArticlePage page, Words full, Sought sought) {
        Evidence.Known held = Evidence.Known.of(full, open);
        if (!held.runs().isEmpty()) {
            return page.saysItIsNotFree() && held.runs().size() < Evidence.Unseen.LEAST
                    ? sought.and(held).doubting("the headers given show hardly more of it than everybody sees")
                    : sought.and(held);
        }
        return page.saysItIsNotFree() ? shown(page, full, sought) : sought;
    }

    /** Where a page says that it is not free, and nothing of it is kept from everybody. */
    private Sought shown(ArticlePage page, Words full, Sought sought) {
        Evidence.Known own = Evidence.Known.of(full, shown(page).allRuns());
        if (!own.runs().isEmpty()) {
            return sought.and(own).doubting("what it keeps back stands on another page that everybody sees");
        }
        return page.fetchesItsText() && options.full() == null
                ? sought.doubting("it fetches its text: say with --full from where")
                : sought.showing(full.excerpt(0, 2 * Words.RUN));
    }

    static Words shown(ArticlePage page) {
        return Words.of(Piece.shown(page.document()));
    }

    private URI address(ArticlePage page) {
        String template = options.full();
        return template == null ? page.address() : URI.create(template.replace("{slug}", page.slug()));
    }

    private Optional<Words> full(URI address) {
        return web.ask(Probe.get("full", address, options.headers()))
                .filter(Answer::good)
                .map(answer -> shown(ArticlePage.of(address, answer.body())))
                .filter(words -> words.runs() > 0);
    }
}
