package io.latchkey.scan.probe;

import java.util.List;

/**
 * A known way around a paywall.
 *
 * @param name as reports have it
 * @param about what it exploits, in a sentence for whoever must mend it
 * @param probes the requests that try it on an article
 */
public record Trick(String name, String about, Attempts probes) {

    /** The requests for one article. */
    @FunctionalInterface
    interface Attempts {
        List<Probe> on(ArticlePage article);
    }

    /** None at all: the paywall is switched off. */
    public static final Trick PLAIN = new Trick(
            "plain",
            "The page says that it is not free, and shows everybody all that the headers given open"
                    + " (or these open nothing).",
            article -> List.of(Probe.get("", article.address())));

    public List<Probe> on(ArticlePage article) {
        return probes.on(article).stream()
                .map(probe -> probe.by().isEmpty()
                        ? new Probe(name, probe.method(), probe.address(), probe.headers())
                        : new Probe(name + ": " + probe.by(), probe.method(), probe.address(), probe.headers()))
                .toList();
    }
}
