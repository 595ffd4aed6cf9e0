package io.latchkey.token;

import io.latchkey.token.key.SigningKey;

/** Readers that are none, in tokens signed with our own key. */
final class HostileReaders extends Attacks {

    HostileReaders(SigningKey key, String token) {
        super(key, token);
    }

    @Override
    void attack() {
        claimed("sub no id", "sub", "\"admin\"");
        claimed("anonymous as a text", "anonymous", "\"false\"");
        claimed("generation missing", "generation", null);
        String twice = twice(json(claims), "\"anonymous\":true");
        raw("a private claim twice", json(header), twice);
    }
}
