package io.latchkey.scan.probe;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that are tried, and where servers look for one.
 *
 * @param site whose cookies are tried, besides those of every site; null for none
 * @param expired the header with a token that was good once; none where nobody gave one
 */
public record Tokens(@Nullable String site, Map<String, String> expired) {

    /** What everybody can make up. */
    public static final Tokens NONE = new Tokens(null, Map.of());

    private static final String AUTHORIZATION = "Authorization";
    private static final String COOKIE = "Cookie";
    private static final String BEARER = "Bearer ";

    /** One after the other: a server may take the first that it knows, and look no further. */
    public Trick madeUp() {
        return new Trick(
                "made-up-token",
                "A token is read without its signature being checked.",
                article -> Stream.concat(
                                Stream.of(Map.of(AUTHORIZATION, BEARER + MadeUpToken.UNSIGNED)),
                                cookies(MadeUpToken.UNSIGNED).map(cookie -> Map.of(COOKIE, cookie)))
                        .map(headers -> Probe.get(headers.toString(), article.address(), headers))
                        .toList());
    }

    /** Only with one that was good once is the date all that is wrong with it. */
    Map<String, String> ofExpiredReader() {
        if (!expired.isEmpty()) {
            return expired;
        }
        String cookies = Stream.concat(cookies(MadeUpToken.EXPIRED), Stream.of("session=expired"))
                .collect(Collectors.joining("; "));
        return Map.of(AUTHORIZATION, BEARER + MadeUpToken.EXPIRED, COOKIE, cookies);
    }

    private Stream<String> cookies(String token) {
        List<String> names = site == null
                ? List.of("latchkey_access")
                : List.of("latchkey_access", "__Host-latchkey_access-" + site, "__Host-latchkey-" + site);
        return names.stream().map(name -> name + "=" + token);
    }
}
