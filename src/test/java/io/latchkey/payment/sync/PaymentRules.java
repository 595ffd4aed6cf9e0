package io.latchkey.payment.sync;

import io.latchkey.payment.provider.BilledSubscription;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.subscription.state.Subscription;
import java.time.Instant;
import java.time.Period;

/** The pure rules of paying, for tests that wire them without a database. */
public final class PaymentRules {

    private PaymentRules() {}

    /** Who hears what the reader wants. */
    public interface Wishes {
        void end();

        void endWithPeriod();

        void goOn();

        void pause();

        void resume(Instant paidUntil);

        void renewAs(PlanId plan, Price price, Period period);
    }

    /** Tells what the provider has yet to be told. */
    public static void tell(Subscription here, BilledSubscription there, Wishes provider) {
        for (Wish wish : Wish.of(here, there)) {
            switch (wish) {
                case Wish.End _ -> provider.end();
                case Wish.EndWithPeriod _ -> provider.endWithPeriod();
                case Wish.GoOn _ -> provider.goOn();
                case Wish.Pause _ -> provider.pause();
                case Wish.Resume resume -> provider.resume(resume.paidUntil());
                case Wish.RenewAs as -> provider.renewAs(as.plan(), as.price(), as.period());
            }
        }
    }

    /** Whether both sides agree. */
    public static boolean agree(Subscription here, BilledSubscription there) {
        return Wish.of(here, there).isEmpty();
    }
}
