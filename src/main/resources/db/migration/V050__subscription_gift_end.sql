-- What is given for a while is paid for as a whole: paid_until is its end, which a cancellation, a
-- pause or another time zone of the site does not shorten. Its periods only divide its unlocks.
ALTER TABLE subscription
    ADD COLUMN unlocks_until timestamptz,
    ADD CONSTRAINT subscription_unlocks CHECK (unlocks_until IS NULL OR source = 'gift');

UPDATE subscription SET unlocks_until = least(paid_until, given_until), paid_until = given_until
WHERE source = 'gift' AND status <> 'expired' AND given_until IS NOT NULL;
