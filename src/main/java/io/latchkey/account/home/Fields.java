package io.latchkey.account.home;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** What was filled into a form. */
record Fields(MultiValueMap<String, String> form) {

    private static final int LONGEST = 1_000;

    /** On one line, and no longer than we keep; null when nothing was filled in. */
    @Nullable String text(String name) {
        String typed = form.getFirst(name);
        String clean = typed == null ? "" : typed.replaceAll("\\p{Cntrl}+", " ").strip();
        if (clean.isEmpty()) {
            return null;
        }
        return clean.substring(
                0,
                clean.offsetByCodePoints(
                        0, Math.min(LONGEST, clean.codePointCount(0, clean.length()))));
    }
}
