package io.latchkey.scan;

import io.latchkey.scan.probe.Probe;
import java.net.URI;
import java.util.List;

/** What a scan found. */
record Findings(List<Article> articles) {

    /**
     * One article.
     *
     * @param attempts what was tried; none when all of it is for everybody
     */
    record Article(URI address, List<Attempt> attempts) {

        static Article open(URI address) {
            return new Article(address, List.of());
        }

        List<Leak> leaks() {
            return attempts.stream()
                    .flatMap(attempt -> attempt.leaks().stream())
                    .toList();
        }
    }

    /**
     * One request and what came of it.
     *
     * @param status of the answer; 0 when there was none
     */
    record Attempt(String trick, Probe probe, int status, List<Leak> leaks) {}

    List<Leak> leaks() {
        return articles.stream().flatMap(article -> article.leaks().stream()).toList();
    }

    long attempts() {
        return articles.stream().mapToLong(article -> article.attempts().size()).sum();
    }

    /** Requests that nobody answered. */
    long unanswered() {
        return articles.stream()
                .flatMap(article -> article.attempts().stream())
                .filter(attempt -> attempt.status() == 0)
                .count();
    }
}
