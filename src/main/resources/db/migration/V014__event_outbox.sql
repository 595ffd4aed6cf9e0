-- What of the log has yet to be carried to those who want it: a queue for each consumer and reader.

-- Appending counts the queue up and so locks it until the transaction ends: positions follow the order
-- of commits, which ids made on several machines do not. due_at is null while nothing waits; a relay
-- that takes a queue puts due_at off, so that the queue of a killed one is taken again.
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
