package io.latchkey.scan;

import io.latchkey.scan.probe.Trick;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        findings.untold().forEach(missed -> text.append("NOT TOLD %s: %s%n".formatted(missed.address(), missed.why())));
        findings.notes().forEach(note -> text.append("NOTE %s%n".formatted(note)));
        long gated = findings.articles().stream()
                .filter(it -> !it.attempts().isEmpty())
                .count();
        text.append("%d articles, %d of them not for everybody; %d requests, %d unanswered; %s%n"
                .formatted(
                        findings.articles().size(),
                        gated,
                        findings.attempts(),
                        findings.unanswered(),
                        verdict(findings)));
        return text.toString();
    }

    private static String verdict(Findings findings) {
        return switch (findings.verdict()) {
            case Scan.LEAKS -> findings.leaks().size() + " leaks.";
            case Scan.CLEAN -> "nothing leaks.";
            default -> "whether something leaks cannot be told.";
        };
    }

    private static void describe(StringBuilder text, String trick, List<Leak> leaks) {
        text.append("LEAK %s by %s%n".formatted(leaks.getFirst().article(), trick));
        Stream.concat(Stream.of(Trick.PLAIN), Scanner.TRICKS.stream())
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
