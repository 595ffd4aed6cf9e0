package io.latchkey.account.home;

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
 * @param offer {@code none}, {@code pause} or {@code plan}
 * @param plan which, when it is a plan
 */
@Table("cancellation_offer")
record CancellationOffer(
        String offer, @Column("plan_id") @Nullable PlanId plan) {

    static final String PAUSE = "pause";
    static final String PLAN = "plan";

    // Above what it is asked about.
    private static final Set<String> WORDS = new LinkedHashSet<>(List.of("none", PAUSE, PLAN));

    /** As long as a site says nothing. */
    static final CancellationOffer NONE = new CancellationOffer("none", null);

    CancellationOffer {
        Input.word("offer", offer, WORDS);
        if (PLAN.equals(offer)) {
            Input.present("plan", plan);
        } else if (plan != null) {
            throw Input.refused("plan", "belongs to the offer of a plan only");
        }
    }
}
