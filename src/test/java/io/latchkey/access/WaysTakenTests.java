package io.latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Whatever a decision offers is accepted and opens the article: in each state that a reader can
 * come to, the ways are asked for and then taken, each by a reader of its own.
 */
class WaysTakenTests {

    private static final List<String> LEVELS = List.of("metered", "premium", "subscribers");
    private static final List<String> TIERS = List.of("standard", "business");

    private final TestSite site = site();
    private final List<TestReader> all = new ArrayList<>();
    private int readers;

    private static TestSite site() {
        TestSite site = MovingTime.service()
                .site("ways")
                .settings("""
                    "graceDays":60,
                    "meter":{"limit":1,"anonymousLimit":0,"period":"month"}
                    """)
                .monthlyPlan("monthly", 900, 0)
                .plan("weekly", subscription("P7D", 300, "EUR", "standard", null))
                .plan("tried", subscription("P1M", 800, "EUR", "standard", "P14D"))
                .plan("business", subscription("P1M", 2_900, "EUR", "business", null))
                .plan("yearly", subscription("P1Y", 19_900, "EUR", "business", null))
                .plan("dollars", subscription("P1M", 3_900, "USD", "business", null))
                .plan("gratis", subscription("P1M", 0, "EUR", "club", null))
                .plan("pack", pack(500, 2))
                .plan("sample", pack(0, 1))
                .article("sampled", "premium");
        for (String level : LEVELS) {
            for (String tier : TIERS) {
                site.article(level + "-" + tier, level, tier);
            }
        }
        return site;
    }

    private static String subscription(String period, int price, String currency, String tier, @Nullable String trial) {
        return """
            {"kind":"subscription","name":"Plan","period":"%s","tiers":["%s"]%s,
             "price":{"amountMinor":%d,"currency":"%s"}}
            """.formatted(period, tier, trial == null ? "" : ",\"trial\":\"" + trial + "\"", price, currency);
    }

    private static String pack(int price, int unlocks) {
        return """
            {"kind":"pack","name":"Pack","unlocks":%d,"price":{"amountMinor":%d,"currency":"EUR"}}
            """.formatted(unlocks, price);
    }

    /** What a reader can have come to; what takes weeks is first, while there are few. */
    enum State {
        PAST_DUE,
        GIVEN_UP,
        NOTHING,
        SAMPLED,
        TRIALING,
        ACTIVE,
        ACTIVE_FOR_A_WEEK,
        CHANGING,
        PAUSED,
        CANCELED,
        CANCELED_IN_TRIAL,
        CANCELED_IN_A_PAUSE,
        EXPIRED,
        COMPED,
        COMPED_AND_PAUSED,
        GIFTED,
        GIFTED_AND_CANCELED,
        GRATIS
    }

    /** A way into an article by one of its plans, of a reader in a state. */
    private record Trial(
            State state,
            String article,
            String kind,
            @Nullable String plan,
            @Nullable Instant opensAt) {

        /** What another has in common that is taken alike, whatever the article's level. */
        String likeness() {
            String way = kind + (opensAt == null ? " now" : " later");
            return switch (kind) {
                case "read", "unlock", "buy-pack" -> way + (state == State.SAMPLED ? plan : "");
                case "subscribe" -> way + state + article.split("-", 2)[1];
                default -> way + state + plan;
            };
        }
    }

    /** Each sort of way is taken once from each state. */
    @Test
    void leadIn() {
        Set<String> taken = new HashSet<>();
        takeAll(trials -> trials.stream().filter(it -> taken.add(it.likeness())).toList());
    }

    @Tag("torture")
    @Test
    void leadIntoEveryArticleByEveryPlan() {
        takeAll(trials -> trials);
    }

    private void takeAll(UnaryOperator<List<Trial>> some) {
        List<Runnable> later = new ArrayList<>();
        for (State state : State.values()) {
            take(state, some.apply(offered(state)), later);
        }
        // The longest of what is waited for is a month, of those who paused or changed last.
        assertThat(later).isNotEmpty();
        MovingTime.advance("P1M");
        later.forEach(Runnable::run);
        all.forEach(reader -> reader.cancel("now"));
        all.clear();
    }

    /** What a reader in this state is offered: something, wherever an article is closed. */
    private List<Trial> offered(State state) {
        TestReader reader = in(state, 1).getFirst();
        List<Trial> trials = new ArrayList<>();
        for (String level : LEVELS) {
            for (String tier : TIERS) {
                String article = level + "-" + tier;
                Answer decision = reader.check(article);
                List<Trial> ways = trials(state, article, decision.body().path("ways"));
                assertThat(ways.isEmpty())
                        .as("%s: %s", state, decision.text())
                        .isEqualTo(decision.text("decision").equals("granted"));
                trials.addAll(ways);
            }
        }
        return trials;
    }

    private static List<Trial> trials(State state, String article, JsonNode ways) {
        List<Trial> trials = new ArrayList<>();
        for (JsonNode way : ways) {
            String kind = way.path("kind").asString();
            String opensAt = way.path("opensAt").asString("");
            Instant at = opensAt.isEmpty() ? null : Instant.parse(opensAt);
            JsonNode plans = way.path(way.path("plans").isEmpty() ? "thenPlans" : "plans");
            if (plans.isEmpty()) {
                trials.add(new Trial(state, article, kind, null, at));
            }
            plans.forEach(plan -> trials.add(new Trial(state, article, kind, plan.asString(), at)));
        }
        return trials;
    }

    private void take(State state, List<Trial> trials, List<Runnable> later) {
        List<TestReader> takers = in(state, trials.size());
        // A card is charged by a try that comes in days, and others should not wait for that.
        for (boolean byCard : new boolean[] {false, true}) {
            for (int i = 0; i < trials.size(); i++) {
                Trial trial = trials.get(i);
                if (trial.kind().equals("update-payment") == byCard) {
                    take(trial, takers.get(i), later);
                }
            }
        }
    }

    private void take(Trial trial, TestReader taker, List<Runnable> later) {
        Instant opensAt = take(trial, taker);
        if (opensAt == null) {
            isOpen(trial, taker);
            return;
        }
        assertThat(taker.check(trial.article()).text("decision")).isNotEqualTo("granted");
        assertThat(opensAt).isBefore(MovingTime.now().plus(Duration.ofDays(32)));
        later.add(() -> isOpen(trial, taker));
    }

    private static void isOpen(Trial trial, TestReader taker) {
        Answer decision = taker.check(trial.article());
        assertThat(decision.text("decision"))
                .as("after %s: %s", trial, decision.text())
                .isEqualTo("granted");
    }

    /** Takes it, and what it says is to follow; answers when that should open the article. */
    private @Nullable Instant take(Trial trial, TestReader reader) {
        String step = trial.toString();
        switch (trial.kind()) {
            case "subscribe" -> buy(step, reader, "/v1/me/subscription", trial);
            case "buy-pack" -> {
                buy(step, reader, "/v1/me/purchases", trial);
                accepted(step, reader.unlock(trial.article()));
            }
            case "read" -> accepted(step, reader.read(trial.article()));
            case "unlock" -> accepted(step, reader.unlock(trial.article()));
            case "change-plan" -> {
                accepted(step, subscriber(reader, "").choose(Objects.requireNonNull(trial.plan())));
                return trial.opensAt();
            }
            case "update-payment" -> {
                Answer page = post(reader, "/v1/me/subscription/payment-method", "{}");
                accepted(step, page);
                subscriber(reader, URI.create(page.text("url")).getPath()).card("pays");
                MovingTime.advance("P4D");
                return follow(trial, reader);
            }
            case "resume" -> {
                accepted(step, subscriber(reader, "").resume());
                return follow(trial, reader);
            }
            case "undo" -> {
                accepted(step, subscriber(reader, "").undo());
                return follow(trial, reader);
            }
            default -> throw new AssertionError(step);
        }
        return null;
    }

    /** The change of plan, or the next step to it, that was promised with the first. */
    private @Nullable Instant follow(Trial trial, TestReader reader) {
        if (trial.plan() == null) {
            return null;
        }
        Answer decision = reader.check(trial.article());
        Trial next = trials(trial.state(), trial.article(), decision.body().path("ways")).stream()
                .filter(it -> Objects.equals(trial.plan(), it.plan()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(trial + ": " + decision.text()));
        assertThat(next.opensAt() == null).as("%s", next).isEqualTo(trial.opensAt() == null);
        return take(next, reader);
    }

    private void buy(String step, TestReader reader, String path, Trial trial) {
        Answer begun = post(reader, path, "{\"plan\":\"%s\"}".formatted(trial.plan()));
        accepted(step, begun);
        String page = begun.body().path("checkout").path("url").asString("");
        if (!page.isEmpty()) {
            assertThat(subscriber(reader, URI.create(page).getPath()).pay()).isEqualTo("paid");
        }
    }

    private Answer post(TestReader reader, String path, String body) {
        return site.api().post(path, reader.token(), body);
    }

    private static void accepted(String step, Answer answer) {
        assertThat(answer.status()).as("%s: %s", step, answer.text()).isIn(200, 201);
    }

    private static TestSubscriber subscriber(TestReader reader, String checkout) {
        return new TestSubscriber(reader, checkout);
    }

    /** So many readers in this state now. */
    private List<TestReader> in(State state, int count) {
        List<TestReader> these = new ArrayList<>();
        Instant renewal = null;
        for (int i = 0; i < count; i++) {
            TestReader reader = site.reader("reader-" + readers++);
            these.add(reader);
            switch (state) {
                case NOTHING -> {}
                case SAMPLED -> {
                    accepted("sample", post(reader, "/v1/me/purchases", "{\"plan\":\"sample\"}"));
                    accepted("sample", reader.unlock("sampled"));
                }
                case TRIALING -> reader.subscribe("tried");
                case ACTIVE -> reader.subscribe("monthly");
                case ACTIVE_FOR_A_WEEK -> reader.subscribe("weekly");
                case CHANGING ->
                    accepted(
                            "choice",
                            subscriber(reader.subscribe("monthly"), "").choose("weekly"));
                case PAST_DUE, GIVEN_UP ->
                    renewal = TestSubscriber.of(reader, "monthly")
                            .card("declines")
                            .paidUntil();
                case PAUSED -> paused(reader.subscribe("monthly"));
                case CANCELED -> canceled(reader.subscribe("monthly"));
                case CANCELED_IN_TRIAL -> canceled(reader.subscribe("tried"));
                case CANCELED_IN_A_PAUSE -> {
                    paused(reader.subscribe("monthly"));
                    canceled(reader);
                }
                case EXPIRED -> accepted("end", reader.subscribe("monthly").cancel("now"));
                case COMPED -> given(reader, "\"source\":\"comp\"");
                case COMPED_AND_PAUSED -> {
                    given(reader, "\"source\":\"comp\"");
                    paused(reader);
                }
                case GIFTED -> given(reader, "\"source\":\"gift\",\"periods\":2");
                case GIFTED_AND_CANCELED -> {
                    given(reader, "\"source\":\"gift\",\"periods\":2");
                    canceled(reader);
                }
                case GRATIS -> accepted("gratis", post(reader, "/v1/me/subscription", "{\"plan\":\"gratis\"}"));
            }
        }
        if (renewal != null) {
            MovingTime.advanceTo(renewal.plus(Duration.ofDays(state == State.PAST_DUE ? 1 : 22)));
        }
        all.addAll(these);
        return these;
    }

    private static void paused(TestReader reader) {
        accepted("pause", subscriber(reader, "").pause("{}"));
    }

    private static void canceled(TestReader reader) {
        accepted("cancellation", reader.cancel("period-end"));
    }

    private void given(TestReader reader, String how) {
        accepted(
                "gift",
                site.api()
                        .send(site.api()
                                .request("/v1/readers/" + reader.ref() + "/subscription", site.key())
                                .header("Content-Type", "application/json")
                                .header("Idempotency-Key", UUID.randomUUID().toString())
                                .POST(BodyPublishers.ofString("{\"plan\":\"monthly\",%s}".formatted(how)))
                                .build()));
    }
}
