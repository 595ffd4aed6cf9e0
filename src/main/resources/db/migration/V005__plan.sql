-- A plan is never deleted: readers may have it. It is no longer sold instead.

CREATE TABLE plan (
    site_id            text        NOT NULL REFERENCES site,
    plan_id            text        NOT NULL,
    kind               text        NOT NULL CHECK (kind IN ('subscription', 'pack')),
    name               text        NOT NULL,
    price_minor        bigint      NOT NULL CHECK (price_minor >= 0),
    currency           text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    period             text,
    trial              text,
    tiers              text[]      NOT NULL,
    unlocks_per_period integer     NOT NULL CHECK (unlocks_per_period >= 0),
    unlocks            integer CHECK (unlocks > 0),
    valid_for          text,
    sold               boolean     NOT NULL,
    -- Free packs are had once, unless their site says otherwise.
    repeatable         boolean     NOT NULL DEFAULT false,
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL,
    PRIMARY KEY (site_id, plan_id),
    CHECK ((kind = 'subscription') = (period IS NOT NULL)),
    CHECK ((kind = 'pack') = (unlocks IS NOT NULL))
);
