-- Subscriptions. Rows stay when they are over: they are the reader's history and mark a used trial.

CREATE TABLE subscription (
    site_id                 text        NOT NULL,
    reader_id               uuid        NOT NULL,
    subscription_id         uuid        NOT NULL,
    plan_id                 text        NOT NULL,
    -- How the reader came to it. Only what was bought is billed; what was given may have an end.
    source                  text        NOT NULL
        CHECK (source IN ('bought', 'free', 'comp', 'gift')),
    status                  text        NOT NULL CHECK (status IN
        ('trialing', 'active', 'past_due', 'paused', 'canceled', 'expired')),
    price_minor             bigint      NOT NULL CHECK (price_minor >= 0),
    currency                text        NOT NULL,
    period                  text        NOT NULL,
    -- What it opens besides its plan until it renews: what was sold with the period.
    sold_tiers              text[]      NOT NULL DEFAULT '{}',
    anchor                  timestamptz NOT NULL,
    periods_paid            integer     NOT NULL CHECK (periods_paid >= 0),
    period_start            timestamptz NOT NULL,
    paid_until              timestamptz NOT NULL,
    trial_end               timestamptz,
    former_status           text,
    canceled_at             timestamptz,
    cancellation_receipt_id uuid,
    paused_at               timestamptz,
    resumes_at              timestamptz,
    ended_at                timestamptz,
    due_at                  timestamptz,
    -- What is given for a while is paid for as a whole: paid_until is its end, which a cancellation, a
    -- pause or another time zone of the site does not shorten. Its periods only divide its unlocks.
    given_until             timestamptz,
    unlocks_until           timestamptz,
    -- A gift that made way for what its reader bought goes on when that is over.
    waits                   boolean     NOT NULL DEFAULT false,
    -- What is known of a payment that is due, told apart: when the provider tries it again, since when
    -- it is said to be missing, when we ask again, until when the provider has billed by its own count,
    -- and whether it ended there for good.
    retry_at                timestamptz,
    unpaid_since            timestamptz,
    look_at                 timestamptz,
    billed_until            timestamptz NOT NULL,
    ended_there             boolean     NOT NULL DEFAULT false,
    -- What the provider takes for the period under way and the next, discounts taken off; null until it
    -- has said so. And the ends that the reader was told of, before they came: of the period, and
    -- because the next payment will be another one.
    charge_minor            bigint CHECK (charge_minor >= 0),
    next_charge_minor       bigint CHECK (next_charge_minor >= 0),
    told_of                 timestamptz,
    charge_told_of          timestamptz,
    -- The plan that it goes on with when it next renews, which may be the same at another price. Price
    -- and period are those that the reader saw when they chose: what a site changes later does not bind
    -- them.
    next_plan_id            text,
    next_price_minor        bigint CHECK (next_price_minor >= 0),
    next_currency           text,
    next_period             text,
    -- What the reader was told of a price that was announced. The first renewal from then on is at it.
    announced_change_id     uuid,
    announced_plan_id       text,
    announced_price_minor   bigint CHECK (announced_price_minor >= 0),
    announced_currency      text,
    announced_from          timestamptz,
    created_at              timestamptz NOT NULL,
    PRIMARY KEY (reader_id, site_id, subscription_id),
    CHECK ((status = 'canceled') = (former_status IS NOT NULL)),
    CHECK ((status = 'paused') = (paused_at IS NOT NULL)),
    CHECK ((status = 'expired') = (ended_at IS NOT NULL)),
    CHECK ((charge_minor IS NULL) = (next_charge_minor IS NULL)),
    CONSTRAINT subscription_given CHECK (given_until IS NULL OR source IN ('comp', 'gift')),
    CONSTRAINT subscription_unlocks CHECK (unlocks_until IS NULL OR source = 'gift'),
    CONSTRAINT subscription_waits CHECK (NOT waits OR (source = 'gift' AND status = 'expired')),
    CONSTRAINT subscription_next_plan_whole
        CHECK (num_nonnulls(next_plan_id, next_price_minor, next_currency, next_period) IN (0, 4)),
    CONSTRAINT subscription_announced_whole
        CHECK (num_nonnulls(announced_change_id, announced_plan_id, announced_price_minor,
            announced_currency, announced_from) IN (0, 5))
);

-- At most one live subscription of a reader at a site.
CREATE UNIQUE INDEX subscription_live ON subscription (reader_id, site_id)
    WHERE status <> 'expired';

CREATE INDEX subscription_due ON subscription (due_at) WHERE status <> 'expired';
CREATE INDEX subscription_to_tell ON subscription (paid_until)
    WHERE status IN ('trialing', 'active') AND price_minor > 0;
CREATE INDEX subscription_announced ON subscription (announced_from)
    WHERE announced_from IS NOT NULL;
CREATE INDEX subscription_unheard ON subscription (site_id) WHERE look_at IS NOT NULL;

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

-- Declarations made without signing in: that a contract be canceled, or that somebody withdraws from
-- it. A stranger's until they are matched, so they belong to no reader. Kept as long as claims can be
-- made from them, then deleted. One that we stumble over stands behind those that were tried less
-- often; what nobody could carry out by itself is left to the publisher, for a reason.
CREATE TABLE declaration (
    site_id        text        NOT NULL REFERENCES site,
    declaration_id uuid        NOT NULL,
    key_hash       bytea       NOT NULL CHECK (octet_length(key_hash) = 32),
    kind           text        NOT NULL CHECK (kind IN ('cancellation', 'withdrawal')),
    -- What was typed, word for word.
    facts          jsonb       NOT NULL,
    -- Who was signed in, until it was looked at.
    reader_id      uuid,
    received_at    timestamptz NOT NULL,
    -- received: to be looked at; queued: the publisher decides; done: carried out here, with a
    -- receipt, or by the publisher; rejected: the publisher found that it has no effect.
    status         text        NOT NULL
        CHECK (status IN ('received', 'done', 'queued', 'rejected')),
    receipt_id     uuid,
    queued_because text,
    attempts       integer     NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    settled_at     timestamptz,
    settled_note   text,
    PRIMARY KEY (site_id, declaration_id),
    UNIQUE (site_id, key_hash),
    CONSTRAINT declaration_reader_until_it_was_looked_at
        CHECK (reader_id IS NULL OR status = 'received'),
    CONSTRAINT declaration_receipt_of_what_was_done
        CHECK (receipt_id IS NULL OR status = 'done'),
    CONSTRAINT declaration_settled
        CHECK ((status IN ('done', 'rejected')) = (num_nonnulls(receipt_id, settled_at) = 1)),
    CONSTRAINT declaration_queued_for_a_reason
        CHECK (status <> 'queued' OR queued_because IS NOT NULL)
);

CREATE INDEX declaration_waiting ON declaration (received_at) WHERE status = 'received';
CREATE INDEX declaration_age ON declaration (received_at);
CREATE INDEX declaration_of_site ON declaration (site_id, status, declaration_id);

-- Why a reader canceled, asked afterwards: at most one a cancellation, kept with its receipt. Erasing
-- a reader drops their words.

CREATE TABLE cancellation_reason (
    site_id    text        NOT NULL,
    reader_id  uuid        NOT NULL,
    receipt_id uuid        NOT NULL,
    reason     text        NOT NULL
        CHECK (reason IN ('price', 'time', 'content', 'technical', 'other')),
    words      text CHECK (char_length(words) BETWEEN 1 AND 1000),
    given_at   timestamptz NOT NULL,
    PRIMARY KEY (reader_id, site_id, receipt_id)
);

CREATE INDEX cancellation_reason_site ON cancellation_reason (site_id, receipt_id);
