package io.latchkey.reader.signin.openid;

import io.latchkey.shared.secret.RandomSecret;

/**
 * What binds one way to a provider and back to the browser that went: a secret in its cookie, from
 * which everything else follows, so that nothing is stored here. None of them tells another.
 *
 * @param text 256 random bits, known to the browser alone
 */
record FlowSecret(String text) {

    static FlowSecret fresh() {
        return new FlowSecret(RandomSecret.fresh());
    }

    /** Comes back with the browser (RFC 6749, section 10.12). */
    String state() {
        return derived("state");
    }

    /** Comes back in the ID token. */
    String nonce() {
        return derived("nonce");
    }

    /** Shown when the code is exchanged, so that a stolen one is of no use (RFC 7636). */
    String verifier() {
        return derived("verifier");
    }

    /** Announces the verifier. */
    String challenge() {
        return RandomSecret.derived(verifier());
    }

    private String derived(String what) {
        return RandomSecret.derived(what + ":" + text);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "FlowSecret[]";
    }
}
