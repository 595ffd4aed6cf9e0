-- Declarations made without signing in: that a contract be canceled, or that somebody withdraws from
-- it. A stranger's until they are matched, so they belong to no reader. Kept as long as claims can be
-- made from them, then deleted.

CREATE TABLE declaration (
    site_id        text        NOT NULL REFERENCES site,
    declaration_id uuid        NOT NULL,
    key_hash       bytea       NOT NULL CHECK (octet_length(key_hash) = 32),
    kind           text        NOT NULL CHECK (kind IN ('cancellation', 'withdrawal')),
    -- What was typed, word for word.
    facts          jsonb       NOT NULL,
    received_at    timestamptz NOT NULL,
    -- received: to be looked at; done: a contract was canceled; queued: the publisher decides.
    status         text        NOT NULL CHECK (status IN ('received', 'done', 'queued')),
    receipt_id     uuid,
    PRIMARY KEY (site_id, declaration_id),
    UNIQUE (site_id, key_hash),
    CHECK ((status = 'done') = (receipt_id IS NOT NULL))
);

CREATE INDEX declaration_waiting ON declaration (received_at) WHERE status = 'received';
CREATE INDEX declaration_age ON declaration (received_at);
