package io.latchkey.reader;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address that somebody typed to sign in with, in small letters. ASCII only: beyond it, letters
 * that fold into the same small letter belong to mailboxes of different people.
 */
public record EmailAddress(String value) {

    private static final int LONGEST = 254;
    private static final Pattern FORM =
            Pattern.compile(
                    "[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]{0,62}\\.)+[a-z0-9-]{2,63}");

    /** The address in what was typed; empty when it is none. */
    public static Optional<EmailAddress> in(String typed) {
        String text = typed.strip();
        boolean ascii = text.chars().allMatch(c -> c < 128);
        String small = text.toLowerCase(Locale.ROOT);
        return ascii && small.length() <= LONGEST && FORM.matcher(small).matches()
                ? Optional.of(new EmailAddress(small))
                : Optional.empty();
    }

    /** Not the address itself: it would stand in logs. */
    @Override
    public String toString() {
        return "EmailAddress[…]";
    }
}
