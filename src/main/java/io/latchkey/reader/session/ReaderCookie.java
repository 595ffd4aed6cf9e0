package io.latchkey.reader.session;

import io.latchkey.site.SiteId;
import io.latchkey.token.TokenSigner.SignedToken;
import java.time.Duration;
import java.time.Instant;
import org.springframework.http.ResponseCookie;

/** The first-party cookie that may carry a reader token (RFC 6265bis, the __Host- prefix). */
public final class ReaderCookie {

    /** What all names of such cookies begin with; the site's id follows. */
    public static final String PREFIX = "__Host-latchkey-";

    private ReaderCookie() {}

    /** The cookie's name at this site. */
    public static String nameFor(SiteId site) {
        return PREFIX + site.value();
    }

    public static ResponseCookie of(SiteId site, SignedToken token, Instant now) {
        return cookie(site, token.token(), Duration.between(now, token.expiresAt()));
    }

    public static ResponseCookie cleared(SiteId site) {
        return cookie(site, "", Duration.ZERO);
    }

    private static ResponseCookie cookie(SiteId site, String value, Duration life) {
        return ResponseCookie.from(nameFor(site), value)
                .secure(true)
                .httpOnly(true)
                .sameSite("Lax")
                .path("/")
                .maxAge(life)
                .build();
    }
}
