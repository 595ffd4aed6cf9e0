-- Checkouts and payments. A payment's reason is unique for its reader: what is replayed pays once.

CREATE TABLE checkout (
    site_id       text        NOT NULL,
    reader_id     uuid        NOT NULL,
    checkout_id   uuid        NOT NULL,
    plan_id       text        NOT NULL,
    pack          boolean     NOT NULL,
    price_minor   bigint      NOT NULL CHECK (price_minor >= 0),
    currency      text        NOT NULL,
    due_now_minor bigint      NOT NULL CHECK (due_now_minor >= 0),
    status        text        NOT NULL
        CHECK (status IN ('open', 'declined', 'paid', 'replaced', 'refunded')),
    return_to     text,
    created_at    timestamptz NOT NULL,
    PRIMARY KEY (site_id, reader_id, checkout_id)
);

CREATE INDEX checkout_age ON checkout (created_at);

CREATE TABLE payment (
    site_id      text        NOT NULL,
    reader_id    uuid        NOT NULL,
    payment_id   uuid        NOT NULL,
    reason       text        NOT NULL,
    amount_minor bigint      NOT NULL,
    currency     text        NOT NULL,
    paid_at      timestamptz NOT NULL,
    PRIMARY KEY (site_id, reader_id, payment_id),
    UNIQUE (site_id, reader_id, reason)
);

-- The sandbox's own state; empty elsewhere.

CREATE TABLE sandbox_card (
    site_id   text    NOT NULL,
    reader_id uuid    NOT NULL,
    declines  boolean NOT NULL,
    PRIMARY KEY (site_id, reader_id)
);

CREATE TABLE sandbox_clock (
    only_row     boolean PRIMARY KEY CHECK (only_row),
    lead_seconds bigint NOT NULL
);
