-- A payment that a reader's bank calls back is a record of its own, and no refund.

CREATE TABLE dispute (
    site_id      text        NOT NULL,
    reader_id    uuid        NOT NULL,
    dispute_id   uuid        NOT NULL,
    -- The provider's name for it.
    reason       text        NOT NULL,
    payment_id   uuid        NOT NULL,
    amount_minor bigint      NOT NULL CHECK (amount_minor > 0),
    currency     text        NOT NULL,
    status       text        NOT NULL CHECK (status IN ('open', 'won', 'lost')),
    opened_at    timestamptz NOT NULL,
    closed_at    timestamptz,
    PRIMARY KEY (site_id, reader_id, dispute_id),
    UNIQUE (site_id, reader_id, reason),
    CHECK ((status = 'open') = (closed_at IS NULL))
);

-- Its column "disputed" is not read any more.
ALTER TABLE payment
    ADD COLUMN withheld_minor bigint NOT NULL DEFAULT 0,
    ADD CHECK (withheld_minor BETWEEN 0 AND amount_minor);

ALTER TABLE site ADD COLUMN dispute_cancels text NOT NULL DEFAULT 'period-end'
    CHECK (dispute_cancels IN ('period-end', 'now', 'never'));

-- What was called back in the sandbox before counts as paid back, as it did then.
UPDATE sandbox_payment SET book = jsonb_set(book, '{refunds,dispute}', to_jsonb(
    (book #>> '{price,amountMinor}')::bigint - (
        SELECT coalesce(sum(value::bigint), 0) FROM jsonb_each_text(book -> 'refunds'))))
WHERE (book ->> 'disputed')::boolean;
UPDATE sandbox_payment SET book = jsonb_set(book - 'disputed', '{disputes}', '[]');
