package io.latchkey.shared.web;

import io.latchkey.shared.problem.SettingException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What an operator sets by environment; {@code LATCHKEY_ISSUER} is {@code latchkey.issuer}.
 *
 * @param databaseUrl the PostgreSQL to use, {@code postgresql://user:password@host:port/database}
 * @param issuer the public base URL of this service: {@code iss} of every token, start of every
 *     link
 * @param operatorKey the secret of operator calls, of at least 32 characters; without it they are
 *     refused
 * @param masterKey 32 bytes in base64 under which private keys lie encrypted
 * @param paymentProvider {@code stripe} or, for play money, {@code sandbox}; unset, buying is
 *     refused
 */
@ConfigurationProperties("latchkey")
public record LatchkeySettings(
        @Nullable String databaseUrl,
        URI issuer,
        @Nullable String operatorKey,
        @Nullable String masterKey,
        @Nullable String paymentProvider) {

    private static final List<String> PROVIDERS = List.of("sandbox", "stripe");

    /** Without a slash at its end, so that paths can follow. */
    public LatchkeySettings {
        URI wire = WebOrigin.address(issuer.toString()).orElse(null);
        if (wire == null) {
            throw new SettingException(
                    "LATCHKEY_ISSUER is not the address of a web site.",
                    "Set it to the public base URL of this service: https://latchkey.example.com.");
        }
        if (paymentProvider != null && !paymentProvider.isBlank() && !PROVIDERS.contains(paymentProvider)) {
            throw new SettingException(
                    "LATCHKEY_PAYMENT_PROVIDER is none that this service knows.",
                    "Set it to one of " + String.join(", ", PROVIDERS) + ", or leave it out.");
        }
        // Tokens are checked against its very text: what was always taken stays as it is written.
        String base = (issuer.toString().equals(issuer.toASCIIString()) ? issuer : wire).toString();
        issuer = URI.create(base.endsWith("/") ? base.substring(0, base.length() - 1) : base);
    }

    /** Where our own pages come from. */
    public WebOrigin origin() {
        return WebOrigin.at(issuer).orElseThrow();
    }

    /** Says which settings are there, never what they hold. */
    @Override
    public String toString() {
        return "LatchkeySettings[issuer=" + issuer + "]";
    }
}
