-- What a refund takes back: a grant remembers how many unlocks went, and may shrink to none.

ALTER TABLE unlock_grant
    ADD COLUMN taken_back integer NOT NULL DEFAULT 0 CHECK (taken_back >= 0),
    DROP CONSTRAINT unlock_grant_amount_check,
    ADD CONSTRAINT unlock_grant_amount_check
        CHECK (amount >= 0 AND amount + taken_back BETWEEN 1 AND 1000000);

ALTER TABLE site
    ADD COLUMN pack_refund_takes text NOT NULL DEFAULT 'unspent'
        CHECK (pack_refund_takes IN ('unspent', 'nothing'));
