-- The append-only log of business facts, kept 400 days.

CREATE TABLE event (
    site_id     text        NOT NULL,
    reader_id   uuid        NOT NULL,
    event_id    uuid        NOT NULL,
    type        text        NOT NULL,
    data        jsonb       NOT NULL,
    occurred_at timestamptz NOT NULL,
    PRIMARY KEY (site_id, reader_id, event_id)
);

CREATE INDEX event_age ON event (occurred_at);
