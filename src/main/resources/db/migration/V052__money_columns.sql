-- Money has one name in every table, and a payment is known by what its provider calls it.

UPDATE payment SET provider = coalesce(provider, 'sandbox'), provider_ref = coalesce(provider_ref, reason)
WHERE provider IS NULL OR provider_ref IS NULL;

ALTER TABLE payment
    ALTER COLUMN provider SET NOT NULL,
    ALTER COLUMN provider_ref SET NOT NULL,
    ADD UNIQUE (site_id, reader_id, provider, provider_ref),
    DROP COLUMN reason,
    DROP COLUMN disputed;

ALTER TABLE payment RENAME COLUMN amount_minor TO price_minor;
ALTER TABLE checkout RENAME COLUMN discount_minor TO discount_amount_minor;
ALTER TABLE checkout
    ALTER COLUMN discount_plans DROP NOT NULL,
    ALTER COLUMN discount_plans DROP DEFAULT;

UPDATE checkout SET discount_plans = NULL WHERE discount_percent IS NULL AND discount_amount_minor IS NULL;

ALTER TABLE checkout ADD CHECK (
    num_nonnulls(discount_percent, discount_amount_minor) = num_nonnulls(discount_plans));

ALTER TABLE dispute RENAME COLUMN reason TO provider_ref;
