-- What the provider told us, and what was made of it.

-- Events as they came, verified and reduced to what they are about. Keyed by the provider, because
-- whose they are is known only once the provider was asked. leased says that due_at is the end of a
-- lease, and not when it is tried again.
CREATE TABLE provider_event (
    provider    text        NOT NULL,
    event_id    text        NOT NULL,
    kind        text        NOT NULL CHECK (kind IN ('subscription', 'payment')),
    subject     text        NOT NULL,
    received_at timestamptz NOT NULL,
    due_at      timestamptz NOT NULL,
    leased      boolean     NOT NULL DEFAULT false,
    attempts    integer     NOT NULL DEFAULT 0,
    applied_at  timestamptz,
    PRIMARY KEY (provider, event_id)
);

CREATE INDEX provider_event_due ON provider_event (due_at) WHERE applied_at IS NULL;
CREATE INDEX provider_event_age ON provider_event (received_at);

-- Written in the transaction that applies an event.
CREATE TABLE applied_event (
    site_id    text        NOT NULL,
    reader_id  uuid        NOT NULL,
    provider   text        NOT NULL,
    event_id   text        NOT NULL,
    applied_at timestamptz NOT NULL,
    PRIMARY KEY (reader_id, site_id, provider, event_id)
);

CREATE INDEX applied_event_age ON applied_event (applied_at);

-- Looks at the provider's state, numbered when they begin: one that was overtaken by a younger look
-- is not applied. By the provider's name for the thing, because its reader is known only afterwards.
CREATE TABLE provider_look (
    provider   text        NOT NULL,
    subject    text        NOT NULL,
    begun      bigint      NOT NULL,
    applied    bigint      NOT NULL,
    begun_at   timestamptz NOT NULL,
    PRIMARY KEY (provider, subject),
    CHECK (applied <= begun)
);

CREATE INDEX provider_look_age ON provider_look (begun_at);

-- Until when it was asked what it had told: what came later is asked for at the next run.
CREATE TABLE provider_heard (
    provider    text        PRIMARY KEY,
    heard_until timestamptz NOT NULL
);
