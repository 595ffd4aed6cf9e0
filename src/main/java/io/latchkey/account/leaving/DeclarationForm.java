package io.latchkey.account.leaving;

import io.latchkey.shared.web.Input;
import io.latchkey.subscription.declaration.Declaration.Facts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.util.MultiValueMap;

/**
 * What somebody typed to leave a contract: exactly the fields that the law permits. Without a name
 * and an address nobody could tell which contract is meant.
 */
record DeclarationForm(Map<String, String> typed) {

    private static final List<String> FIELDS =
            List.of("kind", "reason", "identity", "email", "contract", "end", "confirm-to");

    /** As long as nobody typed anything. */
    static final DeclarationForm EMPTY = new DeclarationForm(Map.of());

    static DeclarationForm of(MultiValueMap<String, String> form) {
        Map<String, String> typed = new LinkedHashMap<>();
        for (String name : FIELDS) {
            // One line: a declaration must not look as if we had written lines of it.
            String text = Input.words(form.getFirst(name), Input.LONGEST_TEXT);
            if (text != null) {
                typed.put(name, text);
            }
        }
        return new DeclarationForm(Map.copyOf(typed));
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
