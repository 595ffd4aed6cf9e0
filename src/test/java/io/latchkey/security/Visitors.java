package io.latchkey.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.security.DoorTable.Call;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A site with a reader, and everybody who might knock at its doors. */
final class Visitors {

    private static final Set<String> SCOPES = Set.of("publish", "sessions", "check", "grants", "admin");

    final TestSite site;
    final TestReader ada;
    final TestReader anonymous;
    final String endedSession;
    final String mergedSession;
    final String erasedReader;
    final String accessToken;
    final String withdrawnKey;

    Visitors(TestService service) {
        site = service.site("doors")
                .meter(3, 2)
                .article("essay", "premium")
                .article("weather", "free")
                .monthlyPlan("monthly", 900, 0);
        ada = site.reader("ada");
        site.grant("ada", 2);
        anonymous = site.anonymous();
        endedSession = site.reader("ada").token();
        assertThat(site.api().delete("/v1/me/session", endedSession).status()).isEqualTo(204);
        mergedSession = site.anonymous().token();
        assertThat(signIn("bea", "{\"anonymous\":\"" + mergedSession + "\"}")).isEqualTo(201);
        erasedReader = site.reader("cyd").token();
        assertThat(site.api().delete("/v1/me", erasedReader).status()).isEqualTo(202);
        accessToken = ada.check("weather").text("token");
        assertThat(accessToken).isNotEmpty();
        withdrawnKey = withdrawnKey();
    }

    /** A new key with all scopes but these. */
    String keyWithout(Set<String> scopes) {
        return newKey(SCOPES.stream().filter(scope -> !scopes.contains(scope)).toList())
                .text("key");
    }

    /** A new key with one scope. */
    String keyWith(String scope) {
        return newKey(List.of(scope)).text("key");
    }

    /** Knocks with a credential. */
    Answer knock(Call call, @Nullable String credential, String... headers) {
        return knock(call, site.id(), credential, headers);
    }

    private Answer knock(Call call, String siteId, @Nullable String credential, String... headers) {
        String path = call.path()
                .replace("{site}", siteId)
                .replace("{ref}", "ada")
                .replaceAll("\\{(id|article)}", "essay")
                .replace("{kid}", "nothing")
                .replace("{verdict}", "pays")
                .replace("{*path}", "essay")
                .replaceAll("\\{\\w+}", "00000000-0000-8000-8000-000000000000");
        HttpRequest.Builder request = site.api()
                .request(path, credential)
                .header("Idempotency-Key", "door")
                .method(call.method(), BodyPublishers.ofString(call.body().replace("{site}", siteId)));
        if (!call.body().isEmpty()) {
            String type = path.endsWith("/import") ? "application/x-ndjson" : "application/json";
            request.header("Content-Type", type);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return site.api().send(request.build());
    }

    private int signIn(String ref, String body) {
        return site.api()
                .post("/v1/readers/" + ref + "/sessions", site.key(), body)
                .status();
    }

    private Answer newKey(List<String> scopes) {
        String named = scopes.stream().map(s -> '"' + s + '"').collect(Collectors.joining(",", "[", "]"));
        Answer made = site.api().post("/v1/site/keys", site.key(), "{\"name\":\"visitor\",\"scopes\":" + named + "}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made;
    }

    private String withdrawnKey() {
        Answer made = newKey(List.copyOf(SCOPES));
        assertThat(site.api()
                        .delete("/v1/site/keys/" + made.text("id"), site.key())
                        .status())
                .isEqualTo(204);
        return made.text("key");
    }

    /** Garbage of many kinds. */
    List<String> garbage() {
        List<String> all = new ArrayList<>(Arrays.asList("x", "lk_", "a b", "null", "a.b.c"));
        all.add(site.key().substring(0, site.key().length() - 1));
        all.add(site.key().replaceFirst("_[^_]*$", "_" + "A".repeat(43)));
        all.add(ada.token().substring(0, ada.token().lastIndexOf('.') + 1));
        all.add(flipped(ada.token()));
        return all;
    }

    /** With another tenth character from the end: another signature. */
    private static String flipped(String token) {
        int at = token.length() - 10;
        char other = token.charAt(at) == 'A' ? 'B' : 'A';
        return token.substring(0, at) + other + token.substring(at + 1);
    }
}
