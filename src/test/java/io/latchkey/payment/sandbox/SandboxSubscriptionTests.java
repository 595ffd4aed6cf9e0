package io.latchkey.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.payment.provider.PlanOrder;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.site.SiteId;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the sandbox's books say of a subscription. */
class SandboxSubscriptionTests {

    private static final Instant START = Instant.parse("2027-03-01T08:00:00Z");

    @Test
    void aPlanThatIsBilledAtOnceTakesThePlaceOfTheOneToCome() {
        SandboxAccount account = SandboxAccount.opened(
                new ReaderKey(new SiteId("gazette"), new UUID(8, 8)),
                new UUID(7, 7),
                plan("basic", 900),
                false,
                null,
                ZoneOffset.UTC,
                START);
        account.changeLater(
                new PlanOrder(new PlanId("lite"), "Lite", new Price(500L, "EUR"), Period.ofMonths(1), true));
        assertThat(account.billed().state().nextPlan()).isEqualTo(new PlanId("lite"));

        account.changeNow(plan("pro", 1_500), START.plusSeconds(60));

        assertThat(account.billed().state().plan()).isEqualTo(new PlanId("pro"));
        assertThat(account.billed().state().nextPlan()).isNull();
    }

    private static SubscriptionPlan plan(String id, long priceMinor) {
        return new SubscriptionPlan(
                new PlanId(id),
                id,
                new Price(priceMinor, "EUR"),
                Period.ofMonths(1),
                null,
                List.of("standard"),
                0,
                true);
    }
}
