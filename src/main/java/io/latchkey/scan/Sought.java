package io.latchkey.scan;

import java.util.List;
import java.util.stream.Stream;

/**
 * What would be a leak of an article.
 *
 * @param evidence any of it; none when all of the article is for everybody
 * @param shown words of what the plain page shows to everybody and should not
 * @param doubts why that may not be all
 */
record Sought(List<Evidence> evidence, List<String> shown, List<String> doubts) {

    static Sought of(List<Evidence> evidence) {
        return new Sought(evidence, List.of(), List.of());
    }

    Sought and(Evidence more) {
        return new Sought(Stream.concat(evidence.stream(), Stream.of(more)).toList(), shown, doubts);
    }

    Sought showing(String words) {
        return new Sought(evidence, List.of(words), doubts);
    }

    Sought doubting(String why) {
        return new Sought(evidence, shown, List.of(why));
    }
}
