package io.latchkey.scan;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What makes a text a leak. */
sealed interface Evidence {

    /** The words that give it away; empty when it shows nothing that it should not. */
    Optional<String> in(Words text);

    /** Whether it takes for premium what it does not know, as the words of an error's page. */
    default boolean guesses() {
        return false;
    }

    /** A few words that the publisher put into premium text to be found by. */
    record Canary(Words sought) implements Evidence {
        @Override
        public Optional<String> in(Words text) {
            // Between spaces, so that no word is found within another.
            String all = " " + String.join(" ", text.all()) + " ";
            String wanted = String.join(" ", sought.all());
            return all.contains(" " + wanted + " ") ? Optional.of(wanted) : Optional.empty();
        }
    }

    /**
     * The premium text itself.
     *
     * @param runs of words that stand in it and in no page that everybody sees
     */
    record Known(Set<String> runs) implements Evidence {

        static Known of(Words full, Set<String> open) {
            Set<String> runs = new HashSet<>(full.allRuns());
            runs.removeAll(open);
            return new Known(runs);
        }

        @Override
        public Optional<String> in(Words text) {
            for (int from = 0; from < text.runs(); from++) {
                if (runs.contains(text.run(from))) {
                    return Optional.of(text.excerpt(from, 2 * Words.RUN));
                }
            }
            return Optional.empty();
        }
    }

    /**
     * Where nobody said what the premium text is: much prose that no page shows to everybody.
     *
     * @param open the runs of words of all pages that everybody sees
     */
    record Unseen(Set<String> open) implements Evidence {

        /** A paragraph; notes and navigation are shorter. */
        static final int LEAST = 40;

        @Override
        public boolean guesses() {
            return true;
        }

        @Override
        public Optional<String> in(Words text) {
            int unseen = 0;
            for (int from = 0; from < text.runs(); from++) {
                unseen = open.contains(text.run(from)) ? 0 : unseen + 1;
                if (unseen >= LEAST) {
                    return Optional.of(text.excerpt(from - unseen + 1, 2 * Words.RUN));
                }
            }
            return Optional.empty();
        }
    }

    /** The first of these that finds something. */
    record AnyOf(List<Evidence> all) implements Evidence {
        @Override
        public boolean guesses() {
            return all.stream().anyMatch(Evidence::guesses);
        }

        @Override
        public Optional<String> in(Words text) {
            return all.stream().flatMap(each -> each.in(text).stream()).findFirst();
        }
    }
}
