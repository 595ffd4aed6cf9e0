package io.latchkey.notice;

import io.latchkey.shared.SettingException;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How letters are addressed.
 *
 * @param from the address they come from; unset or empty, {@code no-reply} at the issuer's host
 */
@ConfigurationProperties("latchkey.mail")
record MailSettings(@Nullable String from) {

    MailSettings {
        if (from != null && !from.isBlank()) {
            try {
                new InternetAddress(from, true).validate();
            } catch (AddressException e) {
                throw new SettingException(
                        "LATCHKEY_MAIL_FROM is not an e-mail address.",
                        "Set it to the bare address that readers see: news@example.com.");
            }
        }
    }

    String fromOr(String otherwise) {
        return from == null || from.isBlank() ? otherwise : from;
    }
}
