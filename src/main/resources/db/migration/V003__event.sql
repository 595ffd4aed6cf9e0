-- The append-only log of business facts, kept 400 days.

CREATE TABLE event (
    site_id     text        NOT NULL,
    reader_id   uuid        NOT NULL,
    event_id    uuid        NOT NULL,
    type        text        NOT NULL,
    data        jsonb       NOT NULL,
    occurred_at timestamptz NOT NULL,
    PRIMARY KEY (reader_id, site_id, event_id)
);

CREATE INDEX event_age ON event (occurred_at);

-- Which types each subscriber of a site wants to be told of; without types, all. Who is not here is told
-- nothing.
CREATE TABLE event_subscriber (
    site_id       text   NOT NULL,
    subscriber_id uuid   NOT NULL,
    types         text[] NOT NULL,
    PRIMARY KEY (site_id, subscriber_id)
);

-- For a replay: what happened at a site in a span of time.
CREATE INDEX event_of_site ON event (site_id, occurred_at);

-- What of the log has yet to be carried to those who want it: a queue for each consumer and reader.
-- Appending counts the queue up and so locks it until the transaction ends: positions follow the order
-- of commits, which ids made on several machines do not. due_at is null while nothing waits. A relay
-- takes a queue by putting due_at off: that moment is its lease, after which the queue is taken again;
-- leased tells it from the moment at which a queue is tried again, so that a run that finds nothing to
-- take can tell what another holds from what waits.
CREATE TABLE event_queue (
    site_id       text        NOT NULL,
    reader_id     uuid        NOT NULL,
    consumer      text        NOT NULL,
    last_position bigint      NOT NULL,
    done_position bigint      NOT NULL,
    attempts      integer     NOT NULL,
    failing_since timestamptz,
    due_at        timestamptz,
    leased        boolean     NOT NULL DEFAULT false,
    touched_at    timestamptz NOT NULL,
    PRIMARY KEY (reader_id, site_id, consumer),
    CHECK (done_position <= last_position)
);

CREATE INDEX event_queue_due ON event_queue (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX event_queue_age ON event_queue (touched_at);

CREATE TABLE event_outbox (
    site_id   text   NOT NULL,
    reader_id uuid   NOT NULL,
    consumer  text   NOT NULL,
    position  bigint NOT NULL,
    event_id  uuid   NOT NULL,
    PRIMARY KEY (reader_id, site_id, consumer, position)
);
