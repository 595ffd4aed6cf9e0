package io.latchkey.subscription.transition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.metering.Grants;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.beginning.Beginning;
import io.latchkey.subscription.renewal.Renewing;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionFact;
import io.latchkey.subscription.state.Transition;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** A step is made whole, or not at all. */
class TransitionsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TestService SERVICE = TestService.shared();

    private final TestSite site = SERVICE.site("transitions").monthlyPlan("monthly", 900, 3);
    private final ReaderKey reader = new ReaderKey(new SiteId(site.id()), UUID.randomUUID());
    private final Transitions transitions = SERVICE.bean(Transitions.class);
    private final Subscription begun = known(
            known(SERVICE.bean(Plans.class).get(reader.site(), new PlanId("monthly"))) instanceof SubscriptionPlan plan
                    ? SERVICE.bean(Beginning.class).begin(reader, plan, Subscription.Source.COMP, null, false)
                    : Mono.empty());
    private final Instant now = SERVICE.bean(Clock.class).now();

    @Test
    void savesWhatFollowsAndTells() {
        Subscription ended = known(transitions.step(
                reader, (current, _) -> Transition.to(current.ended(now), SubscriptionFact.TAKEN_BACK)));

        assertThat(latest()).isEqualTo(ended);
        assertThat(unlockLeft()).isZero();
        assertThat(told()).containsExactly("subscription.started", "subscription.taken-back");
    }

    @Test
    void leavesNothingWhenWhatBelongsToItFails() {
        Mono<Object> failing = transitions.unit(
                reader,
                transitions.latest(reader),
                (current, rules) -> transitions.make(
                        Transition.to(current.ended(now), SubscriptionFact.TAKEN_BACK),
                        current,
                        rules,
                        Mono.error(new IllegalStateException("thrown by a test"))));

        assertThatThrownBy(() -> failing.block(PATIENCE)).hasMessage("thrown by a test");
        assertThat(latest()).isEqualTo(begun);
        assertThat(unlockLeft()).isEqualTo(3);
        assertThat(told()).containsExactly("subscription.started");
    }

    @Test
    void tellsNothingWhereNothingChanges() {
        assertThat(known(
                        transitions.step(reader, (current, _) -> Transition.to(current, SubscriptionFact.PLAN_CHOSEN))))
                .isEqualTo(begun);
        assertThat(told()).containsExactly("subscription.started");
    }

    /** As a replica would that saw it before another one did what was due. */
    @Test
    void doesNothingThatIsNotDueAnyMore() {
        Renewing renewing = SERVICE.bean(Renewing.class);

        assertThat(renewing.renew(begun).block(PATIENCE)).isNull();
        assertThat(renewing.overdue(begun).block(PATIENCE)).isNull();
        assertThat(renewing.end(begun).block(PATIENCE)).isNull();
        assertThat(renewing.resume(begun).block(PATIENCE)).isNull();
        assertThat(latest()).isEqualTo(begun);
        assertThat(told()).containsExactly("subscription.started");
    }

    private Subscription latest() {
        return known(SERVICE.bean(Subscriptions.class).latest(reader));
    }

    private long unlockLeft() {
        return known(SERVICE.bean(Grants.class).unlockLeft(reader));
    }

    private List<String> told() {
        return known(SERVICE.bean(DatabaseClient.class)
                .sql("SELECT type FROM event WHERE reader_id = :reader ORDER BY event_id")
                .bind("reader", reader.id())
                .mapValue(String.class)
                .all()
                .collectList());
    }

    private static <T> T known(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE));
    }
}
