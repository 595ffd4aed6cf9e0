package io.latchkey.account.leaving;

import io.latchkey.reader.identity.Reader;
import io.latchkey.shared.secret.RandomSecret;
import io.latchkey.shared.web.Input;
import io.latchkey.subscription.declaration.Declaration.Facts;
import io.latchkey.subscription.declaration.Declaration.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.util.MultiValueMap;

/**
 * What somebody typed to leave a contract: exactly the fields that the law permits. Without a name
 * and an address nobody could tell which contract is meant.
 *
 * @param id of the page that it was typed on, which nobody else was shown
 */
record DeclarationForm(String id, Map<String, String> typed) {

    /** Where a page says which one it is. */
    static final String ID = "form";

    private static final List<String> FIELDS =
            List.of("kind", "reason", "identity", "email", "contract", "end", "confirm-to");

    /** As long as nobody typed anything. */
    static DeclarationForm empty() {
        return new DeclarationForm(RandomSecret.fresh(), Map.of());
    }

    /** What the site knows of a reader who is signed in is theirs to correct. */
    static DeclarationForm of(Reader reader) {
        Map<String, String> known = new LinkedHashMap<>();
        Optional.ofNullable(reader.name()).ifPresent(name -> known.put("identity", name));
        Optional.ofNullable(reader.email()).ifPresent(email -> known.put("email", email));
        return new DeclarationForm(RandomSecret.fresh(), Map.copyOf(known));
    }

    static DeclarationForm of(MultiValueMap<String, String> form) {
        Map<String, String> typed = new LinkedHashMap<>();
        for (String name : FIELDS) {
            // One line: a declaration must not look as if we had written lines of it.
            String text = Input.words(form.getFirst(name), Input.LONGEST_TEXT);
            if (text != null) {
                typed.put(name, text);
            }
        }
        String id = form.getFirst(ID);
        return new DeclarationForm(id != null && RandomSecret.isOne(id) ? id : RandomSecret.fresh(), Map.copyOf(typed));
    }

    /**
     * By which whoever sent it finds it again, as secret as its page: the same when a second click
     * sends it once more, and another one when something was corrected.
     */
    String key(Kind declared) {
        String sent = FIELDS.stream()
                .map(name -> name + "=" + typed.getOrDefault(name, ""))
                .collect(Collectors.joining("\n", id + "\n" + declared.word() + "\n", ""));
        return RandomSecret.derived(sent);
    }

    /** What it declares; empty when it does not say who does. */
    Optional<Facts> facts() {
        String identity = typed.get("identity");
        String email = typed.get("email");
        return identity == null || email == null
                ? Optional.empty()
                : Optional.of(new Facts(
                        "extraordinary".equals(typed.get("kind")),
                        typed.get("reason"),
                        identity,
                        email,
                        typed.get("contract"),
                        typed.get("end"),
                        typed.get("confirm-to")));
    }
}
