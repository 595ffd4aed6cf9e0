package io.latchkey.scan;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The words of a text, without what differs between its forms: case, marks, spaces. */
record Words(List<String> all) {

    /** So many words in a row do not stand in two texts by chance. */
    static final int RUN = 6;

    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

    static Words of(String text) {
        return new Words(Arrays.stream(BETWEEN.split(text.toLowerCase(Locale.ROOT), -1))
                .filter(word -> !word.isEmpty())
                .toList());
    }

    int runs() {
        return Math.max(0, all.size() - RUN + 1);
    }

    /** The words from here on, as one text. */
    String run(int from) {
        return excerpt(from, RUN);
    }

    String excerpt(int from, int length) {
        return String.join(" ", all.subList(from, Math.min(all.size(), from + length)));
    }

    Set<String> allRuns() {
        Set<String> runs = new HashSet<>();
        for (int from = 0; from < runs(); from++) {
            runs.add(run(from));
        }
        return runs;
    }
}
