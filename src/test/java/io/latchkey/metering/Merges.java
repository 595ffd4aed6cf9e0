package io.latchkey.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestSite;
import java.util.concurrent.CompletableFuture;

/** Signs readers in who bring an anonymous history along. */
final class Merges {

    private Merges() {}

    static TestReader signIn(TestSite site, String ref, TestReader anonymous) {
        Answer begun = trySignIn(site, ref, anonymous.token());
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        return new TestReader(site, ref, begun.text("token"));
    }

    static Answer trySignIn(TestSite site, String ref, String anonymousToken) {
        return signInAsync(site.api(), site, ref, anonymousToken).join();
    }

    static CompletableFuture<Answer> signInAsync(Api replica, TestSite site, String ref, String anonymousToken) {
        return replica.postAsync(
                "/v1/readers/" + ref + "/sessions", site.key(), "{\"anonymous\":\"%s\"}".formatted(anonymousToken));
    }
}
