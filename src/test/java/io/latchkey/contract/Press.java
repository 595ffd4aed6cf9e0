package io.latchkey.contract;

import static io.latchkey.testing.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.contract.Bodies.Call;
import io.latchkey.contract.Bodies.Who;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A site with a subscriber, at which nonsense is thrown. */
final class Press {

    static final TestService SERVICE = TestService.shared();
    static final String JSON = "application/json";

    private final AtomicInteger keys = new AtomicInteger();
    final TestSite site = SERVICE.site("press")
            .meter(3, 2)
            .article("essay", "premium")
            .article("council", "metered")
            .monthlyPlan("monthly", 900, 2)
            .plan("three", """
                {"kind":"pack","name":"Three","unlocks":3,
                 "price":{"amountMinor":300,"currency":"EUR"}}
                """);
    final TestReader ada = site.reader("ada").subscribe("monthly");
    private final String anonymous = site.anonymous().token();

    /** Sends a body as JSON. */
    Answer send(Call call, String body) {
        return send(call, body.getBytes(StandardCharsets.UTF_8), "Content-Type", JSON);
    }

    /** Sends a body as it is. */
    Answer send(Call call, byte[] body, String... headers) {
        HttpRequest.Builder request = SERVICE.api()
                .request(call.path(), credential(call.who()))
                .header("Idempotency-Key", "press-" + keys.incrementAndGet())
                .method(call.method(), BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return SERVICE.api().send(request.build());
    }

    /** The call's own body, which is right. */
    String right(Call call) {
        return call.body().replace("{site}", site.id()).replace("{anonymous}", anonymous);
    }

    /** A refusal of the caller's making, of one of the statuses that nonsense may get. */
    static void assertRefused(String what, Answer answer) {
        assertThat(answer.status()).as("%s: %s", what, answer.text()).isBetween(400, 499);
        assertThat(answer.status()).as("%s: %s", what, answer.text()).isNotIn(401, 403);
        assertProblem(what, answer);
        assertThat(answer.text().length()).as(what).isLessThan(2_000);
    }

    private @Nullable String credential(Who who) {
        return switch (who) {
            case NOBODY -> null;
            case OPERATOR -> TestService.OPERATOR;
            case KEY -> site.key();
            case READER -> ada.token();
        };
    }
}
