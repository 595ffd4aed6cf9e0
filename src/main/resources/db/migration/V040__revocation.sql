-- Readers whose access tokens of before are to be refused. One row a reader, kept a little longer than
-- those tokens live.

CREATE TABLE revocation (
    site_id        text        NOT NULL,
    reader_id      uuid        NOT NULL,
    revoked_before timestamptz NOT NULL,
    PRIMARY KEY (site_id, reader_id)
);

CREATE INDEX revocation_age ON revocation (revoked_before);
