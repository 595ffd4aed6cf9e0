-- What a site's present subscribers of a plan will pay, and from when; one announcement of a plan.

CREATE TABLE price_change (
    site_id         text        NOT NULL REFERENCES site,
    plan_id         text        NOT NULL,
    price_change_id uuid        NOT NULL,
    price_minor     bigint      NOT NULL CHECK (price_minor >= 0),
    currency        text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    effective_at    timestamptz NOT NULL,
    announced_at    timestamptz NOT NULL,
    PRIMARY KEY (site_id, plan_id)
);

-- What a reader was told of it. The first renewal from then on is at that price.
--
-- A plan may now be followed by itself, at another price.
ALTER TABLE subscription
    ADD COLUMN announced_change_id   uuid,
    ADD COLUMN announced_plan_id     text,
    ADD COLUMN announced_price_minor bigint CHECK (announced_price_minor >= 0),
    ADD COLUMN announced_currency    text,
    ADD COLUMN announced_from        timestamptz,
    ADD CONSTRAINT subscription_announced_whole
        CHECK (num_nonnulls(announced_change_id, announced_plan_id, announced_price_minor,
            announced_currency, announced_from) IN (0, 5)),
    DROP CONSTRAINT subscription_next_plan_other;

CREATE INDEX subscription_announced ON subscription (announced_from)
    WHERE announced_from IS NOT NULL;
