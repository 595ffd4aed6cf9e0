-- Promo codes: a site's, like its plans, and kept when they are over.

CREATE TABLE promo_code (
    site_id      text        NOT NULL REFERENCES site,
    code         text        NOT NULL CHECK (code ~ '^[A-Z0-9-]{3,40}$'),
    percent      integer CHECK (percent BETWEEN 1 AND 100),
    amount_minor bigint CHECK (amount_minor > 0),
    currency     text CHECK (currency ~ '^[A-Z]{3}$'),
    payments     integer CHECK (payments > 0),
    plans        text[]      NOT NULL,
    redemptions  integer CHECK (redemptions > 0),
    taken        integer     NOT NULL,
    expires_at   timestamptz,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    PRIMARY KEY (site_id, code),
    CONSTRAINT promo_code_one_kind CHECK (num_nonnulls(percent, amount_minor) = 1),
    CONSTRAINT promo_code_amount_whole CHECK ((amount_minor IS NULL) = (currency IS NULL)),
    CONSTRAINT promo_code_not_oversold CHECK (taken >= 0 AND taken <= redemptions)
);

-- Who uses a code: once a reader. A reservation goes with its checkout; a redemption stays, also when
-- its reader is erased, so that coming back does not refill it.
--
-- taken counts these rows. A reservation writes one row of the reader's shard and one of the code's
-- in one transaction; where they lie on two nodes it commits in two phases. That is paid only at a
-- checkout that names a code; confirming one that is reserved stays within the reader's shard.
CREATE TABLE promo_redemption (
    site_id     text        NOT NULL,
    reader_id   uuid        NOT NULL,
    code        text        NOT NULL,
    -- Or the subscription that runs at less by it.
    checkout_id uuid        NOT NULL,
    status      text        NOT NULL CHECK (status IN ('reserved', 'redeemed')),
    changed_at  timestamptz NOT NULL,
    PRIMARY KEY (reader_id, site_id, code),
    FOREIGN KEY (site_id, code) REFERENCES promo_code
);

CREATE INDEX promo_redemption_code ON promo_redemption (site_id, code);
CREATE INDEX promo_redemption_reserved ON promo_redemption (changed_at) WHERE status = 'reserved';
