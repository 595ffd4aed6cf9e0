package io.latchkey.payment.provider;

import io.latchkey.plan.Plan;
import io.latchkey.plan.Plan.PackPlan;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanLimits;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** A plan that the provider could not bill is refused to the site, not to its readers. */
@Component
class ProviderLimits implements PlanLimits {

    private final PaymentProvider provider;

    ProviderLimits(PaymentProvider provider) {
        this.provider = provider;
    }

    @Override
    public Optional<String> refusal(Plan plan) {
        if (plan.price().free()) {
            return Optional.empty();
        }
        return switch (plan) {
            case SubscriptionPlan it -> provider.cannotBill(it.price(), it.period(), it.trial());
            case PackPlan it -> provider.cannotBill(it.price(), null, null);
        };
    }
}
