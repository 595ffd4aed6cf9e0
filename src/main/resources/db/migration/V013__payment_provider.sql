-- What ties our subscriptions and payments to the provider's, and the events that it sent.

-- What the reader was offered holds, whatever the site changes before they pay.
ALTER TABLE checkout
    ADD COLUMN trial             text,
    ADD COLUMN discount_minor    bigint CHECK (discount_minor > 0),
    ADD COLUMN discount_payments integer CHECK (discount_payments > 0),
    ADD COLUMN promo_code        text,
    ADD COLUMN provider_ref      text,
    ADD COLUMN url               text;

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
    PRIMARY KEY (site_id, reader_id, provider, provider_ref),
    UNIQUE (site_id, reader_id, subscription_id)
);

ALTER TABLE payment
    ADD COLUMN provider        text,
    ADD COLUMN provider_ref    text,
    ADD COLUMN checkout_id     uuid,
    ADD COLUMN subscription_id uuid,
    ADD COLUMN plan_id         text,
    ADD COLUMN refunded_minor  bigint  NOT NULL DEFAULT 0,
    ADD COLUMN disputed        boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT payment_refunded CHECK (refunded_minor BETWEEN 0 AND amount_minor);

-- Money that is to go back, until the provider has sent it.
CREATE TABLE refund (
    site_id      text        NOT NULL,
    reader_id    uuid        NOT NULL,
    refund_id    uuid        NOT NULL,
    payment_id   uuid        NOT NULL,
    amount_minor bigint      NOT NULL CHECK (amount_minor > 0),
    status       text        NOT NULL CHECK (status IN ('wanted', 'done', 'refused')),
    wanted_at    timestamptz NOT NULL,
    PRIMARY KEY (site_id, reader_id, refund_id)
);

-- Events as they came, verified and reduced to what they are about. Keyed by the provider, because
-- whose they are is known only once the provider was asked.
CREATE TABLE provider_event (
    provider    text        NOT NULL,
    event_id    text        NOT NULL,
    kind        text        NOT NULL CHECK (kind IN ('subscription', 'payment')),
    subject     text        NOT NULL,
    received_at timestamptz NOT NULL,
    due_at      timestamptz NOT NULL,
    attempts    integer     NOT NULL DEFAULT 0,
    applied_at  timestamptz,
    PRIMARY KEY (provider, event_id)
);

CREATE INDEX provider_event_due ON provider_event (due_at) WHERE applied_at IS NULL;
CREATE INDEX provider_event_age ON provider_event (received_at);

-- Written in the transaction that applies an event.
CREATE TABLE applied_event (
    site_id    text        NOT NULL,
    reader_id  uuid        NOT NULL,
    provider   text        NOT NULL,
    event_id   text        NOT NULL,
    applied_at timestamptz NOT NULL,
    PRIMARY KEY (site_id, reader_id, provider, event_id)
);

CREATE INDEX applied_event_age ON applied_event (applied_at);

-- Looks at the provider's state, numbered when they begin: one that was overtaken by a younger look
-- is not applied. By the provider's name for the thing, because its reader is known only afterwards.
CREATE TABLE provider_look (
    provider   text        NOT NULL,
    subject    text        NOT NULL,
    begun      bigint      NOT NULL,
    applied    bigint      NOT NULL,
    begun_at   timestamptz NOT NULL,
    PRIMARY KEY (provider, subject),
    CHECK (applied <= begun)
);

CREATE INDEX provider_look_age ON provider_look (begun_at);
