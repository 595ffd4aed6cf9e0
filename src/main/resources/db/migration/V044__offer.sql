-- What was offered holds: a checkout keeps the terms of its plan, and its promo code as a rule.

ALTER TABLE checkout
    ADD COLUMN discount_percent integer CHECK (discount_percent BETWEEN 1 AND 100),
    ADD COLUMN discount_plans   text[]  NOT NULL DEFAULT '{}',
    ADD COLUMN plan_name        text,
    ADD COLUMN period           text,
    ADD COLUMN tiers            text[]  NOT NULL DEFAULT '{}',
    ADD COLUMN unlocks          integer,
    ADD COLUMN valid_for        text,
    ADD CHECK (discount_minor IS NULL OR discount_percent IS NULL);

UPDATE checkout c SET plan_name = p.name, period = p.period, tiers = p.tiers,
    unlocks = coalesce(p.unlocks, p.unlocks_per_period), valid_for = p.valid_for
FROM plan p WHERE p.site_id = c.site_id AND p.plan_id = c.plan_id;

ALTER TABLE checkout
    ALTER COLUMN plan_name SET NOT NULL,
    ALTER COLUMN unlocks SET NOT NULL;

-- What a subscription opens besides its plan until it renews: what was sold with the period.
ALTER TABLE subscription ADD COLUMN sold_tiers text[] NOT NULL DEFAULT '{}';

-- Free packs are had once, unless their site says otherwise.
ALTER TABLE plan ADD COLUMN repeatable boolean NOT NULL DEFAULT false;

UPDATE sandbox_checkout SET book = jsonb_set(book, '{order,expiresAt}',
    to_jsonb(to_char(created_at AT TIME ZONE 'UTC' + interval '1 hour',
        'YYYY-MM-DD"T"HH24:MI:SS"Z"')));

-- The sandbox knew discounts for one plan only.
UPDATE sandbox_subscription SET book = jsonb_set(book, '{plan,discounted}', 'true');
UPDATE sandbox_subscription SET book = jsonb_set(book, '{nextPlan,discounted}', 'true')
WHERE jsonb_typeof(book->'nextPlan') = 'object';
