-- What a buyer expressly consented to (directive 2011/83/EU, articles 7, 8 and 16): that it begins at
-- once, and that they lose the right to withdraw by it. Without a row's time nothing was consented to.

ALTER TABLE checkout
    ADD COLUMN immediate_start   boolean,
    ADD COLUMN acknowledged_loss boolean,
    ADD COLUMN consented_at      timestamptz,
    ADD CONSTRAINT checkout_consent_whole
        CHECK (num_nonnulls(immediate_start, acknowledged_loss, consented_at) IN (0, 3));
