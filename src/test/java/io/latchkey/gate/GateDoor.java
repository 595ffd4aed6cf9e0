package io.latchkey.gate;

import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestSite;
import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** The gate's doors, and how a proxy of each kind asks there. */
enum GateDoor {
    NGINX("/v1/gate/nginx?site=", "X-Original-URI"),
    ENVOY("/v1/gate/envoy/", ""),
    FORWARD_AUTH("/v1/gate/forward-auth?site=", "X-Forwarded-Uri"),
    FASTLY("/v1/gate/fastly?site=", "X-Original-URI");

    private final String path;
    private final String addressHeader;

    GateDoor(String path, String addressHeader) {
        this.path = path;
        this.addressHeader = addressHeader;
    }

    /** Asks about the article at {@code /articles/<id>}. */
    Answer ask(TestSite site, String article, @Nullable String token, String... headers) {
        return askAt(site, "/articles/" + article, token, headers);
    }

    /** Asks about what is at an address. */
    Answer askAt(TestSite site, String address, @Nullable String token, String... headers) {
        return site.api()
                .send(asking(site.api(), site.id(), address, token, headers).build());
    }

    HttpRequest.Builder asking(Api api, String site, String address, @Nullable String token, String... headers) {
        HttpRequest.Builder request = this == ENVOY
                ? api.request(path + site + address, token)
                : api.request(path + site, token).header(addressHeader, address);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.GET();
    }

    /** Tells the gate of a site where its articles are. */
    static TestSite told(TestSite site, String otherPaths) {
        Answer put = site.api()
                .put(
                        "/v1/site/gate",
                        site.key(),
                        "{\"articlePaths\":[\"/articles/{id}\"],\"otherPaths\":\"%s\"}".formatted(otherPaths));
        if (put.status() != 200) {
            throw new AssertionError(put.text());
        }
        return site;
    }

    static String reason(Answer answer) {
        return answer.headers().firstValue("X-Latchkey-Reason").orElse("");
    }

    static String decision(Answer answer) {
        return answer.headers().firstValue("X-Latchkey-Decision").orElse("");
    }

    static String header(Answer answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
