-- What goes back to a reader who withdraws from a contract within the period that the law gives them.

ALTER TABLE site
    ADD COLUMN withdrawal_refund text NOT NULL DEFAULT 'full'
        CHECK (withdrawal_refund IN ('full', 'prorated'));
