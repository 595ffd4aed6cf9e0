package io.latchkey.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * A reader with the page on which they pay.
 *
 * @param checkout the path of that page
 */
public record TestSubscriber(TestReader reader, String checkout) {

    private static final String SUBSCRIPTION = "/v1/me/subscription";

    /** A reader who stands before the checkout of a plan. */
    public static TestSubscriber deciding(TestReader reader, String plan) {
        return new TestSubscriber(reader, reader.checkout(plan));
    }

    /** A reader who has paid. */
    public static TestSubscriber of(TestReader reader, String plan) {
        TestSubscriber subscriber = deciding(reader, plan);
        assertThat(subscriber.pay()).isEqualTo("paid");
        return subscriber;
    }

    /** What the checkout answers when it is paid. */
    public String pay() {
        return atCheckout("pay");
    }

    /** What the checkout answers when the payment is declined. */
    public String decline() {
        return atCheckout("decline");
    }

    /** Lets the card decline renewals from now on, or pay them. */
    public TestSubscriber card(String verdict) {
        atCheckout("card/" + verdict);
        return this;
    }

    private String atCheckout(String button) {
        Answer answer = api().post(checkout + "/" + button, null);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.text("status");
    }

    /** The subscription. */
    public JsonNode subscription() {
        Answer answer = api().get(SUBSCRIPTION, reader.token());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body();
    }

    /** A member of it. */
    public String is(String member) {
        return subscription().path(member).asString();
    }

    /** Its status. */
    public String status() {
        return is("status");
    }

    /** Until when it is paid. */
    public Instant paidUntil() {
        return Instant.parse(is("paidUntil"));
    }

    /** Pauses. */
    public Answer pause(String body) {
        return api().post(SUBSCRIPTION + "/pause", reader.token(), body);
    }

    /** Resumes. */
    public Answer resume() {
        return api().post(SUBSCRIPTION + "/resume", reader.token());
    }

    /** Cancels. */
    public Answer cancel(String effective) {
        return reader.cancel(effective);
    }

    /** Takes the cancellation back. */
    public Answer undo() {
        return api().delete(SUBSCRIPTION + "/cancellation", reader.token());
    }

    /** Chooses another plan. */
    public Answer choose(String plan) {
        return api().send(api().request(SUBSCRIPTION, reader.token())
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"plan\":\"%s\"}".formatted(plan)))
                .build());
    }

    private Api api() {
        return reader.site().api();
    }
}
