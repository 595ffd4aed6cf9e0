package io.latchkey.token;

import io.latchkey.token.key.SigningKey;

/** What a token would open if a content server did not look close, signed with our own key. */
final class HostileOpenings extends Attacks {

    private final long now;

    HostileOpenings(SigningKey key, String token, long now) {
        super(key, token);
        this.now = now;
    }

    @Override
    void attack() {
        for (String list : new String[] {"articles", "tiers"}) {
            String written = claims.getOrDefault(list, "[]");
            claimed(list + " missing", list, null);
            claimed(list + " null", list, "null");
            claimed(list + " a text", list, "\"essay standard\"");
            claimed(list + " an object", list, "{\"0\":\"essay\"}");
            claimed(list + " true", list, "true");
            claimed(list + " within a list", list, "[" + written + "]");
            claimed(list + " with a number", list, written.replace("]", ",1]"));
            claimed(list + " with null", list, written.replace("]", ",null]"));
            String twice = twice(json(claims), quoted(list) + ":[\"essay\",\"standard\"]");
            raw(list + " twice", json(header), twice);
        }
        claimed("aud another site", "aud", "\"other-site\"");
        claimed("exp of an hour", "exp", String.valueOf(now + 3_600));
        claimed("iat of an hour ago", "iat", String.valueOf(now - 3_600));
        claimed("exp past by an hour", "exp", String.valueOf(now - 3_600));
        claimed("exp a number too large for a double", "exp", "1" + "0".repeat(400));
    }
}
