package io.latchkey.notice.mail;

import io.latchkey.shared.problem.SettingException;
import io.latchkey.shared.web.MailAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How letters are addressed.
 *
 * @param from the address they come from; unset or empty, {@code no-reply} at the issuer's host
 * @param smtputf8 whether the mail server takes addresses beyond ASCII on (RFC 6531), so that sites
 *     may tell of them
 */
@ConfigurationProperties("latchkey.mail")
record MailSettings(@Nullable String from, boolean smtputf8) {

    MailSettings {
        if (from != null && !from.isBlank()) {
            from = MailAddress.of(from)
                    .filter(address -> !address.international())
                    .map(MailAddress::text)
                    .orElseThrow(() -> new SettingException(
                            "LATCHKEY_MAIL_FROM is not an e-mail address.",
                            "Set it to the bare address that readers see, in ASCII"
                                    + " before the @: news@example.com."));
        }
    }

    String fromOr(String otherwise) {
        return from == null || from.isBlank() ? otherwise : from;
    }
}
