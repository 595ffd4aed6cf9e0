-- The sandbox's own books: what a payment provider would keep on its side; empty elsewhere. A book is
-- one document, because nobody but the sandbox reads it.

CREATE TABLE sandbox_checkout (
    site_id     text        NOT NULL,
    reader_id   uuid        NOT NULL,
    checkout_id uuid        NOT NULL,
    book        jsonb       NOT NULL,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (reader_id, site_id, checkout_id)
);

CREATE INDEX sandbox_checkout_age ON sandbox_checkout (created_at);

CREATE TABLE sandbox_subscription (
    site_id         text        NOT NULL,
    reader_id       uuid        NOT NULL,
    subscription_id uuid        NOT NULL,
    checkout_id     uuid        NOT NULL,
    book            jsonb       NOT NULL,
    due_at          timestamptz,
    ended_at        timestamptz,
    PRIMARY KEY (reader_id, site_id, subscription_id),
    UNIQUE (reader_id, site_id, checkout_id)
);

CREATE INDEX sandbox_subscription_due ON sandbox_subscription (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE sandbox_payment (
    site_id    text        NOT NULL,
    reader_id  uuid        NOT NULL,
    payment_id uuid        NOT NULL,
    book       jsonb       NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (reader_id, site_id, payment_id)
);

CREATE INDEX sandbox_payment_age ON sandbox_payment (created_at);

CREATE TABLE sandbox_clock (
    only_row     boolean PRIMARY KEY CHECK (only_row),
    lead_seconds bigint NOT NULL
);
