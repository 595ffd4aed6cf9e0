package io.latchkey.plan;

import java.util.Optional;

/** What whoever takes the money cannot bill; asked before a plan is written. */
public interface PlanLimits {

    /** Why this plan cannot be billed, in a sentence for the site; empty when it can. */
    Optional<String> refusal(Plan plan);
}
