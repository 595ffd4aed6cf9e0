package io.latchkey.contentserver;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether an article is served in full to whoever brings a token. Asks nobody about it. */
public final class LatchkeyAccess {

    private static final int LONGEST_TOKEN = 8_192;

    /** After a list that could not be fetched: so one failure does not take more than the minute. */
    private static final Duration REVOCATIONS_PAUSE = Duration.ofSeconds(5);

    private static final Pattern ARTICLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,127}");

    private final ContentServerSettings settings;
    private final InstantSource clock;
    private final Published published = new Published();
    private final Copy<Map<String, ECPublicKey>> keys;
    private final Copy<Revocations> revocations;

    LatchkeyAccess(ContentServerSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.keys = new Copy<>(_ -> fetchKeys(), settings.keysFor(), settings.pause(), clock);
        this.revocations = new Copy<>(
                this::fetchRevocations,
                settings.revocationsFor(),
                Collections.min(List.of(settings.revocationsFor(), REVOCATIONS_PAUSE)),
                clock);
    }

    /**
     * Whether whoever brings this token reads the article. May wait up to two seconds for Latchkey,
     * once in a while; without it the last keys go on.
     *
     * @param asks {@code free}, {@code registered} or the article's tier; null for an unknown one,
     *     which stays closed
     */
    public boolean opens(@Nullable String token, String article, @Nullable String asks) {
        if (asks == null || !ARTICLE.matcher(article).matches()) {
            return false;
        }
        return asks.equals("free")
                || (token != null
                        && token.length() <= LONGEST_TOKEN
                        && verified(token, "at+jwt")
                                .filter(claims -> claims.cover(article, asks))
                                .filter(claims -> !revoked(claims))
                                .isPresent());
    }

    private boolean revoked(Claims token) {
        return revocations.get().filter(list -> list.refuse(token)).isPresent();
    }

    private Optional<Claims> verified(String token, String type) {
        return SignedClaims.read(token, type, this::key)
                .map(Claims::new)
                .filter(claims -> claims.inForce(settings.issuer(), settings.site(), clock.instant()));
    }

    private Optional<ECPublicKey> key(String kid) {
        return keys.get().map(known -> known.get(kid)).or(() -> keys.again().map(known -> known.get(kid)));
    }

    private Map<String, ECPublicKey> fetchKeys() throws IOException, InterruptedException {
        try {
            Map<String, ECPublicKey> fetched = new HashMap<>();
            String text = published.text(settings.at("/.well-known/jwks.json"));
            for (JWK jwk : JWKSet.parse(text).getKeys()) {
                if (jwk instanceof ECKey key && Curve.P_256.equals(key.getCurve())) {
                    fetched.put(key.getKeyID(), key.toECPublicKey());
                }
            }
            return Map.copyOf(fetched);
        } catch (ParseException | JOSEException e) {
            throw new IOException("the keys cannot be read", e);
        }
    }

    private Revocations fetchRevocations(@Nullable Revocations held) throws IOException, InterruptedException {
        String site = URLEncoder.encode(settings.site(), StandardCharsets.UTF_8);
        String text = published.text(settings.at("/v1/revocations?site=" + site));
        return verified(text, "latchkey-revocations+jwt")
                .flatMap(list -> Revocations.of(list, held))
                .orElseThrow(() -> new IOException("not a revocation list"));
    }
}
