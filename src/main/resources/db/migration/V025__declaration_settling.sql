-- What the publisher makes of a declaration that nobody could carry out by itself, and why it was left
-- to them. One that we stumble over stands behind those that were tried less often.

ALTER TABLE declaration
    ADD COLUMN queued_because text,
    ADD COLUMN attempts       integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    ADD COLUMN settled_at     timestamptz,
    ADD COLUMN settled_note   text,
    DROP CONSTRAINT declaration_status_check,
    DROP CONSTRAINT declaration_check;

UPDATE declaration SET queued_because = 'no-contract' WHERE status = 'queued';

-- received: to be looked at; queued: the publisher decides; done: carried out here, with a receipt, or
-- by the publisher; rejected: the publisher found that it has no effect.
ALTER TABLE declaration
    ADD CONSTRAINT declaration_status_check
        CHECK (status IN ('received', 'done', 'queued', 'rejected')),
    ADD CONSTRAINT declaration_receipt_of_what_was_done
        CHECK (receipt_id IS NULL OR status = 'done'),
    ADD CONSTRAINT declaration_settled
        CHECK ((status IN ('done', 'rejected')) = (num_nonnulls(receipt_id, settled_at) = 1)),
    ADD CONSTRAINT declaration_queued_for_a_reason
        CHECK (status <> 'queued' OR queued_because IS NOT NULL);

CREATE INDEX declaration_of_site ON declaration (site_id, status, declaration_id);
