-- What the provider takes for the period under way and the next, discounts taken off; null until it
-- has said so. And which end the reader was told of because the next payment will be another one.

ALTER TABLE subscription
    ADD COLUMN charge_minor      bigint CHECK (charge_minor >= 0),
    ADD COLUMN next_charge_minor bigint CHECK (next_charge_minor >= 0),
    ADD COLUMN charge_told_of    timestamptz,
    ADD CHECK ((charge_minor IS NULL) = (next_charge_minor IS NULL));
