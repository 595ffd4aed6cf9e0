-- What is known of a payment that is due, told apart: when the provider tries it again (retry_at),
-- since when it is said to be missing, when we ask again, until when the provider has billed by its
-- own count, and whether it ended there for good.

ALTER TABLE subscription ADD COLUMN unpaid_since timestamptz;
ALTER TABLE subscription ADD COLUMN look_at timestamptz;
ALTER TABLE subscription ADD COLUMN billed_until timestamptz;
ALTER TABLE subscription ADD COLUMN ended_there boolean NOT NULL DEFAULT false;

UPDATE subscription SET billed_until = paid_until;
UPDATE subscription SET unpaid_since = paid_until WHERE status = 'past_due';
UPDATE subscription SET look_at = retry_at, retry_at = NULL
WHERE status IN ('trialing', 'active') AND retry_at IS NOT NULL;

ALTER TABLE subscription ALTER COLUMN billed_until SET NOT NULL;

CREATE INDEX subscription_unheard ON subscription (site_id) WHERE look_at IS NOT NULL;
