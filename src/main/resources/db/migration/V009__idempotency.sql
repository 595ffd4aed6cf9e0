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
    PRIMARY KEY (site_id, reader_id, credential, path, idempotency_key)
);

CREATE INDEX idempotency_age ON idempotency (created_at);
