package io.latchkey.reader.signin;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;

/**
 * How readers of a site may sign in, besides the tokens that its servers hand out.
 *
 * @param email by a link to their address; for sites without accounts of their own
 * @param openId by the site's OpenID provider; null when there is none
 */
@Table("site_sign_in")
public record SignInRules(
        boolean email, @Embedded.Nullable @Nullable OpenId openId) {

    /** As long as a site says nothing. */
    static final SignInRules NONE = new SignInRules(false, null);

    /**
     * The OpenID provider of a site.
     *
     * @param issuer {@code iss} of its tokens
     * @param clientId {@code aud} of its tokens
     * @param jwksUri where its keys are
     * @param authorizationUri where readers sign in; null when only the site's pages send them
     *     there
     * @param tokenUri where we ask who came back; null together with the former
     */
    public record OpenId(
            String issuer,
            String clientId,
            URI jwksUri,
            @Nullable URI authorizationUri,
            @Nullable URI tokenUri) {}
}
