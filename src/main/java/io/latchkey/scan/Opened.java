package io.latchkey.scan;

import io.latchkey.scan.probe.ArticlePage;
import io.latchkey.scan.site.Answer;
import io.latchkey.scan.site.Missed;
import java.net.URI;
import java.util.Optional;

/**
 * An article as everybody gets it, or why it is not had.
 *
 * @param page also where everybody is refused
 */
record Opened(Optional<ArticlePage> page, Optional<Missed> missed) {

    static Opened of(URI address, Optional<Answer> answer) {
        Optional<ArticlePage> page = answer.flatMap(it -> page(address, it));
        return new Opened(
                page,
                page.isPresent() ? Optional.empty() : Optional.of(new Missed(address.toString(), Answer.why(answer))));
    }

    private static String path(URI address) {
        return Optional.ofNullable(address.getPath()).orElse("").replaceFirst("/+$", "");
    }

    private static Optional<ArticlePage> page(URI address, Answer answer) {
        if (answer.good()) {
            return Optional.of(
                    path(address).equalsIgnoreCase(path(answer.from()))
                            ? ArticlePage.of(address, answer.body())
                            : ArticlePage.led(address, answer.body()));
        }
        return answer.refused() ? Optional.of(ArticlePage.refused(address)) : Optional.empty();
    }
}
