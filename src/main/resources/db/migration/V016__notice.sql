-- What readers are told by e-mail, and the evidence of it. Facts, not texts: the words are made when
-- it is sent. Waiting, trying and giving up follow the wall clock, as mail servers do.

CREATE TABLE notice (
    site_id     text        NOT NULL,
    reader_id   uuid        NOT NULL,
    notice_id   uuid        NOT NULL,
    reason      text        NOT NULL,
    kind        text        NOT NULL,
    facts       jsonb       NOT NULL,
    message_id  text        NOT NULL,
    status      text        NOT NULL
        CHECK (status IN ('pending', 'sent', 'undeliverable', 'failed', 'expired')),
    -- Why it stands so: that of the latest try, or what keeps it from being tried.
    outcome     text        NOT NULL,
    attempts    integer     NOT NULL CHECK (attempts >= 0),
    -- Business time; everything below it is the wall clock's.
    noticed_at  timestamptz NOT NULL,
    queued_at   timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    tried_since timestamptz,
    due_at      timestamptz,
    -- Whether due_at is the end of a lease, and not when it is tried again.
    leased      boolean     NOT NULL DEFAULT false,
    sent_at     timestamptz,
    -- The address of an erased reader, sealed, with the letter that is still owed to them alone; gone
    -- with it.
    farewell    bytea,
    PRIMARY KEY (reader_id, site_id, notice_id),
    UNIQUE (reader_id, site_id, reason),
    CHECK ((status = 'pending') = (due_at IS NOT NULL)),
    CHECK ((status = 'sent') = (sent_at IS NOT NULL)),
    CHECK (farewell IS NULL OR status = 'pending')
);

CREATE INDEX notice_due ON notice (due_at) WHERE status = 'pending';
CREATE INDEX notice_age ON notice (queued_at);

-- Each try. The row is there before the mail server is called: one that stays 'unknown' was cut off,
-- and may have been accepted. address_hash says where to, to those who know the address already.
CREATE TABLE notice_attempt (
    site_id        text        NOT NULL,
    reader_id      uuid        NOT NULL,
    notice_id      uuid        NOT NULL,
    attempt_number integer     NOT NULL CHECK (attempt_number >= 1),
    attempted_at   timestamptz NOT NULL,
    outcome        text        NOT NULL,
    reply_code     integer,
    address_hash   bytea,
    PRIMARY KEY (reader_id, site_id, notice_id, attempt_number),
    FOREIGN KEY (reader_id, site_id, notice_id) REFERENCES notice ON DELETE CASCADE
);
