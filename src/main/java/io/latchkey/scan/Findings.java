package io.latchkey.scan;

import io.latchkey.scan.probe.Probe;
import io.latchkey.scan.site.Answer;
import io.latchkey.scan.site.Missed;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a scan found.
 *
 * @param missed what could not be looked at
 * @param notes what was left out on purpose
 */
record Findings(List<Article> articles, List<Missed> missed, List<String> notes) {

    /** Of so many attempts one may stay without an answer. */
    private static final int FEW = 10;

    /**
     * One article.
     *
     * @param attempts what was tried; none when all of it is for everybody
     * @param doubts why nothing can be told of it
     */
    record Article(URI address, List<Attempt> attempts, List<String> doubts) {

        List<Leak> leaks() {
            return attempts.stream()
                    .flatMap(attempt -> attempt.leaks().stream())
                    .toList();
        }

        /** Silence proves nothing. */
        Stream<Missed> untold() {
            long silent = attempts.stream().filter(Attempt::unanswered).count();
            Stream<String> silence = silent * FEW > attempts.size()
                    ? Stream.of("%d of %d requests were not answered".formatted(silent, attempts.size()))
                    : Stream.empty();
            return Stream.concat(doubts.stream(), silence).map(why -> new Missed(address.toString(), why));
        }
    }

    /**
     * One request and what came of it.
     *
     * @param status of the answer; 0 when there was none
     */
    record Attempt(String trick, Probe probe, int status, List<Leak> leaks) {

        boolean unanswered() {
            return Answer.silent(status);
        }
    }

    List<Leak> leaks() {
        return articles.stream().flatMap(article -> article.leaks().stream()).toList();
    }

    /** What nobody can say of whether it leaks. */
    List<Missed> untold() {
        return Stream.concat(missed.stream(), articles.stream().flatMap(Article::untold))
                .toList();
    }

    /** The process's exit code. */
    int verdict() {
        if (!leaks().isEmpty()) {
            return Scan.LEAKS;
        }
        return articles.isEmpty() || !untold().isEmpty() ? Scan.FAILED : Scan.CLEAN;
    }

    long attempts() {
        return articles.stream().mapToLong(article -> article.attempts().size()).sum();
    }

    /** Requests that nobody answered, or not to the question. */
    long unanswered() {
        return articles.stream()
                .flatMap(article -> article.attempts().stream())
                .filter(Attempt::unanswered)
                .count();
    }
}
