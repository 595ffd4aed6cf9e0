-- How a reader came to a subscription. Only what was bought is billed; what was given may have an end.

ALTER TABLE subscription
    ADD COLUMN source      text NOT NULL DEFAULT 'bought'
        CHECK (source IN ('bought', 'free', 'comp', 'gift')),
    ADD COLUMN given_until timestamptz,
    ADD CONSTRAINT subscription_given CHECK (given_until IS NULL OR source IN ('comp', 'gift'));

UPDATE subscription SET source = 'free' WHERE price_minor = 0;

ALTER TABLE subscription ALTER COLUMN source DROP DEFAULT;

-- A period's grant is known by the period's start, which every replay finds again; counting was not.
UPDATE unlock_grant g SET origin = 'subscription:' || s.subscription_id || ':' ||
        (extract(epoch FROM s.period_start) * 1000000)::bigint
FROM subscription s
WHERE g.site_id = s.site_id AND g.reader_id = s.reader_id
    AND g.origin = 'subscription:' || s.subscription_id || ':' || s.period_number;

ALTER TABLE subscription DROP COLUMN period_number;
