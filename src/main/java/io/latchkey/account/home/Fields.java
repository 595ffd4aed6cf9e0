package io.latchkey.account.home;

import io.latchkey.shared.web.Input;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** What was filled into a form. */
record Fields(MultiValueMap<String, String> form) {

    /** On one line, and no longer than we keep; null when nothing was filled in. */
    @Nullable
    String text(String name) {
        return Input.words(form.getFirst(name), Input.LONGEST_TEXT);
    }
}
