-- Readers on the way to pay. What they were offered holds, whatever the site changes before they do:
-- the terms of the plan, the trial, and what a promo code takes off, as a rule.

CREATE TABLE checkout (
    site_id               text        NOT NULL,
    reader_id             uuid        NOT NULL,
    checkout_id           uuid        NOT NULL,
    plan_id               text        NOT NULL,
    pack                  boolean     NOT NULL,
    price_minor           bigint      NOT NULL CHECK (price_minor >= 0),
    currency              text        NOT NULL,
    due_now_minor         bigint      NOT NULL CHECK (due_now_minor >= 0),
    trial                 text,
    plan_name             text        NOT NULL,
    period                text,
    tiers                 text[]      NOT NULL DEFAULT '{}',
    unlocks               integer     NOT NULL,
    valid_for             text,
    discount_percent      integer CHECK (discount_percent BETWEEN 1 AND 100),
    discount_amount_minor bigint CHECK (discount_amount_minor > 0),
    discount_payments     integer CHECK (discount_payments > 0),
    discount_plans        text[],
    -- What came while the subscription ran; null for what was reduced from the beginning.
    discount_since        timestamptz,
    promo_code            text,
    -- What the buyer expressly consented to (directive 2011/83/EU, articles 7, 8 and 16): that it
    -- begins at once, and that they lose the right to withdraw by it. Without its time, nothing was.
    immediate_start       boolean,
    acknowledged_loss     boolean,
    consented_at          timestamptz,
    status                text        NOT NULL
        CHECK (status IN ('open', 'declined', 'paid', 'replaced', 'refunded')),
    return_to             text,
    provider_ref          text,
    url                   text,
    created_at            timestamptz NOT NULL,
    PRIMARY KEY (reader_id, site_id, checkout_id),
    CHECK (discount_amount_minor IS NULL OR discount_percent IS NULL),
    CHECK (num_nonnulls(discount_percent, discount_amount_minor) = num_nonnulls(discount_plans)),
    CONSTRAINT checkout_consent_whole
        CHECK (num_nonnulls(immediate_start, acknowledged_loss, consented_at) IN (0, 3))
);

CREATE INDEX checkout_age ON checkout (created_at);
