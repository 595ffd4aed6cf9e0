-- The plan that a subscription goes on with when it next renews. Price and period are those that the
-- reader saw when they chose: what a site changes later does not bind them.

ALTER TABLE subscription
    ADD COLUMN next_plan_id     text,
    ADD COLUMN next_price_minor bigint CHECK (next_price_minor >= 0),
    ADD COLUMN next_currency    text,
    ADD COLUMN next_period      text,
    ADD CONSTRAINT subscription_next_plan_whole
        CHECK (num_nonnulls(next_plan_id, next_price_minor, next_currency, next_period) IN (0, 4)),
    ADD CONSTRAINT subscription_next_plan_other CHECK (next_plan_id <> plan_id);
