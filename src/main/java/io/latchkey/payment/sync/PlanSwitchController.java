package io.latchkey.payment.sync;

import io.latchkey.plan.PlanId;
import io.latchkey.reader.session.ReaderSession;
import io.latchkey.shared.web.Input;
import io.latchkey.subscription.transition.SubscriptionBody;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A reader with a subscription wants another plan. */
@RestController
class PlanSwitchController {

    private final PlanSwitch planSwitch;

    PlanSwitchController(PlanSwitch planSwitch) {
        this.planSwitch = planSwitch;
    }

    /** A better plan at once, any other from the next renewal on. */
    @PatchMapping("/v1/me/subscription")
    Mono<SubscriptionBody> change(ReaderSession session, @RequestBody NewPlan body) {
        return planSwitch.change(session.reader(), body.plan()).map(SubscriptionBody::of);
    }

    /** What the reader wants instead. */
    record NewPlan(PlanId plan) {
        NewPlan {
            Input.present("plan", plan);
        }
    }
}
