-- What of the log has yet to be carried to those who want it: a queue for each consumer and reader,
-- and the webhooks of sites, which are consumers too.

-- Appending counts the queue up and so locks it until the transaction ends: positions follow the order
-- of commits, which ids made on several machines do not. due_at is null while nothing waits. A relay
-- takes a queue by putting due_at off: that moment is its lease, after which the queue is taken again.
CREATE TABLE event_queue (
    site_id       text        NOT NULL,
    reader_id     uuid        NOT NULL,
    consumer      text        NOT NULL,
    last_position bigint      NOT NULL,
    done_position bigint      NOT NULL,
    attempts      integer     NOT NULL,
    failing_since timestamptz,
    due_at        timestamptz,
    touched_at    timestamptz NOT NULL,
    PRIMARY KEY (site_id, reader_id, consumer),
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
    PRIMARY KEY (site_id, reader_id, consumer, position)
);

-- For a replay: what happened at a site in a span of time.
CREATE INDEX event_of_site ON event (site_id, occurred_at);

-- Without types it wants all. Secrets lie encrypted under the master key; the former one signs too
-- until its end.
CREATE TABLE webhook (
    site_id         text        NOT NULL,
    webhook_id      uuid        NOT NULL,
    url             text        NOT NULL,
    types           text[]      NOT NULL,
    secret          bytea       NOT NULL,
    former_secret   bytea,
    former_until    timestamptz,
    failing_since   timestamptz,
    last_failure    text,
    last_failure_at timestamptz,
    disabled_at     timestamptz,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (site_id, webhook_id)
);
