-- What was paid, known by what its provider calls it: what is told twice is there once. Kept for the
-- books. Disputes are records of their own, and no refunds.

CREATE TABLE payment (
    site_id         text        NOT NULL,
    reader_id       uuid        NOT NULL,
    payment_id      uuid        NOT NULL,
    provider        text        NOT NULL,
    provider_ref    text        NOT NULL,
    checkout_id     uuid,
    subscription_id uuid,
    plan_id         text,
    price_minor     bigint      NOT NULL,
    currency        text        NOT NULL,
    refunded_minor  bigint      NOT NULL DEFAULT 0,
    withheld_minor  bigint      NOT NULL DEFAULT 0,
    paid_at         timestamptz NOT NULL,
    PRIMARY KEY (reader_id, site_id, payment_id),
    UNIQUE (reader_id, site_id, provider, provider_ref),
    CONSTRAINT payment_refunded CHECK (refunded_minor BETWEEN 0 AND price_minor),
    CHECK (withheld_minor BETWEEN 0 AND price_minor)
);

-- What providers call a reader who paid; gone with the reader.
CREATE TABLE customer (
    site_id   text        NOT NULL,
    reader_id uuid        NOT NULL,
    provider  text        NOT NULL,
    customer  text        NOT NULL,
    seen_at   timestamptz NOT NULL,
    PRIMARY KEY (reader_id, site_id, provider, customer)
);

-- Money that is to go back, until the provider has sent it.
CREATE TABLE refund (
    site_id      text        NOT NULL,
    reader_id    uuid        NOT NULL,
    refund_id    uuid        NOT NULL,
    payment_id   uuid        NOT NULL,
    amount_minor bigint      NOT NULL CHECK (amount_minor > 0),
    status       text        NOT NULL CHECK (status IN ('wanted', 'done', 'refused')),
    wanted_at    timestamptz NOT NULL,
    PRIMARY KEY (reader_id, site_id, refund_id)
);

-- A payment that a reader's bank calls back.
CREATE TABLE dispute (
    site_id      text        NOT NULL,
    reader_id    uuid        NOT NULL,
    dispute_id   uuid        NOT NULL,
    provider_ref text        NOT NULL,
    payment_id   uuid        NOT NULL,
    amount_minor bigint      NOT NULL CHECK (amount_minor > 0),
    currency     text        NOT NULL,
    status       text        NOT NULL CHECK (status IN ('open', 'won', 'lost')),
    opened_at    timestamptz NOT NULL,
    closed_at    timestamptz,
    PRIMARY KEY (reader_id, site_id, dispute_id),
    UNIQUE (reader_id, site_id, provider_ref),
    CHECK ((status = 'open') = (closed_at IS NULL))
);

-- A subscription that the provider bills, by its name there. Without a subscription of ours it is one
-- that nobody wants: it is ended there and paid back.
CREATE TABLE billed_subscription (
    site_id         text        NOT NULL,
    reader_id       uuid        NOT NULL,
    provider        text        NOT NULL,
    provider_ref    text        NOT NULL,
    subscription_id uuid,
    checkout_id     uuid        NOT NULL,
    customer        text        NOT NULL,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (reader_id, site_id, provider, provider_ref),
    UNIQUE (reader_id, site_id, subscription_id)
);
