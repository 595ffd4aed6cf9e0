-- Subscriptions. Rows stay when they are over: they are the reader's history and mark a used trial.

CREATE TABLE subscription (
    site_id                 text        NOT NULL,
    reader_id               uuid        NOT NULL,
    subscription_id         uuid        NOT NULL,
    plan_id                 text        NOT NULL,
    status                  text        NOT NULL CHECK (status IN
        ('trialing', 'active', 'past_due', 'paused', 'canceled', 'expired')),
    price_minor             bigint      NOT NULL CHECK (price_minor >= 0),
    currency                text        NOT NULL,
    period                  text        NOT NULL,
    anchor                  timestamptz NOT NULL,
    periods_paid            integer     NOT NULL CHECK (periods_paid >= 0),
    period_number           integer     NOT NULL CHECK (period_number >= 1),
    period_start            timestamptz NOT NULL,
    paid_until              timestamptz NOT NULL,
    trial_end               timestamptz,
    former_status           text,
    canceled_at             timestamptz,
    cancellation_receipt_id uuid,
    paused_at               timestamptz,
    resumes_at              timestamptz,
    retry_at                timestamptz,
    ended_at                timestamptz,
    due_at                  timestamptz,
    created_at              timestamptz NOT NULL,
    PRIMARY KEY (site_id, reader_id, subscription_id),
    CHECK ((status = 'canceled') = (former_status IS NOT NULL)),
    CHECK ((status = 'paused') = (paused_at IS NOT NULL)),
    CHECK ((status = 'expired') = (ended_at IS NOT NULL))
);

-- At most one live subscription of a reader at a site.
CREATE UNIQUE INDEX subscription_live ON subscription (site_id, reader_id)
    WHERE status <> 'expired';

CREATE INDEX subscription_due ON subscription (due_at) WHERE status <> 'expired';
