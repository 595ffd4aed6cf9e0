package io.latchkey.scan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The findings for people. */
final class TextReport {

    private static final int SHOWN_EACH = 3;

    private TextReport() {}

    static String of(Findings findings) {
        StringBuilder text = new StringBuilder();
        for (Findings.Article article : findings.articles()) {
            Map<String, List<Leak>> byTrick = article.leaks().stream()
                    .collect(Collectors.groupingBy(Leak::trick, LinkedHashMap::new, Collectors.toList()));
            byTrick.forEach((trick, leaks) -> describe(text, trick, leaks));
        }
        long gated = findings.articles().stream()
                .filter(it -> !it.attempts().isEmpty())
                .count();
        text.append("%d articles, %d of them not for everybody; %d requests, %d unanswered; %s%n"
                .formatted(
                        findings.articles().size(),
                        gated,
                        findings.attempts(),
                        findings.unanswered(),
                        findings.leaks().isEmpty()
                                ? "nothing leaks."
                                : findings.leaks().size() + " leaks."));
        return text.toString();
    }

    private static void describe(StringBuilder text, String trick, List<Leak> leaks) {
        text.append("LEAK %s by %s%n".formatted(leaks.getFirst().article(), trick));
        Scanner.TRICKS.stream()
                .filter(known -> known.name().equals(trick))
                .forEach(known -> text.append("     %s%n".formatted(known.about())));
        leaks.stream()
                .limit(SHOWN_EACH)
                .forEach(leak -> text.append("     %s %s (%s), in %s: “%s…”%n"
                        .formatted(
                                leak.probe().method(),
                                leak.probe().address(),
                                leak.probe().by(),
                                leak.where(),
                                leak.words())));
        if (leaks.size() > SHOWN_EACH) {
            text.append("     and %d more like it%n".formatted(leaks.size() - SHOWN_EACH));
        }
    }
}
