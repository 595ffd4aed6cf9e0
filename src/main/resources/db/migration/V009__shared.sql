-- Answers to requests that came with an Idempotency-Key, kept 72 hours.

CREATE TABLE idempotency (
    site_id         text        NOT NULL,
    reader_id       uuid        NOT NULL,
    credential      text        NOT NULL,
    path            text        NOT NULL,
    idempotency_key text        NOT NULL,
    body_hash       bytea       NOT NULL,
    status          integer,
    answer          text,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (reader_id, site_id, credential, path, idempotency_key)
);

CREATE INDEX idempotency_age ON idempotency (created_at);

-- How often in a window of time; the key is a hash of what is counted.
CREATE TABLE rate_window (
    key_hash  bytea       NOT NULL CHECK (octet_length(key_hash) = 32),
    starts_at timestamptz NOT NULL,
    ends_at   timestamptz NOT NULL,
    used      integer     NOT NULL CHECK (used >= 1),
    PRIMARY KEY (key_hash, starts_at)
);

CREATE INDEX rate_window_end ON rate_window (ends_at);
