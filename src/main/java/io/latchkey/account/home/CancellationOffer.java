package io.latchkey.account.home;

import io.latchkey.payment.promo.PromoCodeId;
import io.latchkey.plan.PlanId;
import io.latchkey.shared.web.Input;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;

/**
 * What a site lets stand beside the button that cancels.
 *
 * @param offer {@code none}, {@code pause}, {@code plan} or {@code discount}
 * @param plan which, when it is a plan
 * @param code the promo code that makes the subscription cost less, when it is a discount
 */
@Table("cancellation_offer")
record CancellationOffer(
        String offer,
        @Column("plan_id") @Nullable PlanId plan,
        @Nullable PromoCodeId code) {

    static final String PAUSE = "pause";
    static final String PLAN = "plan";
    static final String DISCOUNT = "discount";

    // Above what it is asked about.
    private static final Set<String> WORDS = new LinkedHashSet<>(List.of("none", PAUSE, PLAN, DISCOUNT));

    /** As long as a site says nothing. */
    static final CancellationOffer NONE = new CancellationOffer("none", null, null);

    CancellationOffer {
        Input.word("offer", offer, WORDS);
        requireWith(PLAN, offer, "plan", plan);
        requireWith(DISCOUNT, offer, "code", code);
    }

    private static void requireWith(String wanted, String offer, String field, @Nullable Object value) {
        if (wanted.equals(offer)) {
            Input.present(field, value);
        } else if (value != null) {
            throw Input.refused(field, "belongs to the offer \"" + wanted + "\" only");
        }
    }
}
