package io.latchkey.account.widget;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the widget says in each language, for browsers: with the names of the sentences written once
 * for all languages, which must have the same ones in the same order.
 */
final class TextTable {

    private static final Pattern TABLE = Pattern.compile("(?ms)^const texts = \\{\\n(.*?)^};\\n");
    private static final Pattern LANGUAGE = Pattern.compile("(?ms)^  (\\w\\w): \\{\\n(.*?)^  },\\n");
    private static final Pattern TEXT = Pattern.compile("(?m)^    '([a-z-]+)': '([^'`$\\\\\n]*)',$");

    private TextTable() {}

    /** The same script, with that table in its place. */
    static String shortened(String script) {
        Matcher table = TABLE.matcher(script);
        if (!table.find()) {
            throw new IllegalStateException("the widget has no table of texts");
        }
        return table.replaceFirst(Matcher.quoteReplacement(of(table.group(1))));
    }

    private static String of(String languages) {
        List<MatchResult> all = LANGUAGE.matcher(languages).results().toList();
        List<String> names = column(all.getFirst(), 1);
        if (!LANGUAGE.matcher(languages).replaceAll("").isBlank()
                || !all.stream().allMatch(language -> says(language, names))) {
            throw new IllegalStateException("languages of the widget have other sentences, or in another order");
        }
        return """
            const names = '%s'.split(' ');
            const speak = (said) => Object.fromEntries(said.split('\\n').map((text, i) => [names[i], text]));
            const texts = {%s};
            """.formatted(
                String.join(" ", names),
                all.stream()
                        .map(language -> language.group(1) + ":speak(`" + String.join("\n", column(language, 2)) + "`)")
                        .collect(Collectors.joining(",")));
    }

    private static boolean says(MatchResult language, List<String> names) {
        return column(language, 1).equals(names) && language.group(2).lines().count() == names.size();
    }

    private static List<String> column(MatchResult language, int group) {
        return TEXT.matcher(language.group(2))
                .results()
                .map(text -> text.group(group))
                .toList();
    }
}
