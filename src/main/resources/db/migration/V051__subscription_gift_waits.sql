-- A gift that made way for what its reader bought goes on when that is over.
ALTER TABLE subscription
    ADD COLUMN waits boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT subscription_waits CHECK (NOT waits OR (source = 'gift' AND status = 'expired'));
