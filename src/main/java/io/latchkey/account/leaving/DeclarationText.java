package io.latchkey.account.leaving;

import io.latchkey.subscription.declaration.Declaration;
import io.latchkey.subscription.declaration.Declaration.Facts;
import io.latchkey.subscription.declaration.Declaration.Kind;
import io.latchkey.words.Figures;
import io.latchkey.words.Languages;
import io.latchkey.words.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A declaration as people read it: what was typed, word for word, and when it reached us.
 *
 * @param lines what is called how, each with {@code name} and {@code value}
 */
record DeclarationText(String title, List<Map<String, String>> lines, String next, String fileName, Locale language) {

    static DeclarationText of(Declaration declaration, String siteName, Figures show, Texts words) {
        Locale language = Languages.nearest(show.locale());
        return new DeclarationText(
                words.say("declared.title", language),
                new Lines(words, language).of(declaration, siteName, show),
                words.say("declared.next", language),
                "declaration-" + show.isoDay(declaration.receivedAt()) + "-" + declaration.id() + ".txt",
                language);
    }

    /** All of it as plain text. */
    String whole() {
        return title
                + "\n\n"
                + lines.stream()
                        .map(line -> line.get("name") + ": " + line.get("value"))
                        .collect(Collectors.joining("\n"))
                + "\n\n"
                + next
                + "\n";
    }

    private record Lines(Texts words, Locale language, List<Map<String, String>> all) {

        Lines(Texts words, Locale language) {
            this(words, language, new ArrayList<>());
        }

        List<Map<String, String>> of(Declaration declaration, String siteName, Figures show) {
            Facts facts = declaration.facts();
            add("declared.to", siteName);
            add("declared.received", show.moment(declaration.receivedAt()));
            add("declared.number", declaration.id().toString());
            add("declared.kind", word("declared.kind." + declaration.kind().word()));
            if (declaration.kind() == Kind.CANCELLATION) {
                add("cancel.kind", word(facts.extraordinary() ? "cancel.extraordinary" : "cancel.ordinary"));
                add("declared.end", facts.end() == null ? word("declared.asap") : facts.end());
            }
            addIfThere("cancel.reason", facts.reason());
            add("leave.identity", facts.identity());
            add("leave.email", facts.email());
            addIfThere("leave.contract", facts.contract());
            addIfThere("leave.confirm-to", facts.confirmTo());
            return List.copyOf(all);
        }

        private void addIfThere(String name, @Nullable String value) {
            if (value != null) {
                add(name, value);
            }
        }

        private void add(String name, String value) {
            all.add(Map.of("name", word(name), "value", value));
        }

        private String word(String name) {
            return words.say(name, language);
        }
    }
}
