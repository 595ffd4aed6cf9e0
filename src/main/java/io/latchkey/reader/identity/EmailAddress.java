package io.latchkey.reader.identity;

import io.latchkey.shared.web.MailAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address that somebody typed to sign in with, in small letters, with its domain as it goes over
 * the wire. ASCII only before the {@code @}: beyond it, letters that fold into the same small
 * letter belong to mailboxes of different people.
 */
public record EmailAddress(String value) {

    private static final Pattern FORM =
            Pattern.compile("[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]{0,62}\\.)+[a-z0-9-]{2,63}");

    /** The address in what was typed; empty when it is none. */
    public static Optional<EmailAddress> in(String typed) {
        return MailAddress.of(typed.strip())
                .filter(address -> !address.international())
                .map(address -> address.text().toLowerCase(Locale.ROOT))
                .filter(small -> FORM.matcher(small).matches())
                .map(EmailAddress::new);
    }

    /** Not the address itself: it would stand in logs. */
    @Override
    public String toString() {
        return "EmailAddress[…]";
    }
}
