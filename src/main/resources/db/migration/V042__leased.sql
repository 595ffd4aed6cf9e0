-- Whether due_at is the end of a lease, and not when it is tried again: so a run that finds nothing
-- to take can tell what another holds from what waits.

ALTER TABLE event_queue ADD COLUMN leased boolean NOT NULL DEFAULT false;
ALTER TABLE provider_event ADD COLUMN leased boolean NOT NULL DEFAULT false;
ALTER TABLE notice ADD COLUMN leased boolean NOT NULL DEFAULT false;
