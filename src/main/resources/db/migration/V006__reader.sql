-- Readers. reader_id is derived from (site, ref), or random for an anonymous one; a row that was
-- erased stays without identity, so that a meter or a trial is not refilled by coming back.

CREATE TABLE reader (
    site_id             text        NOT NULL REFERENCES site,
    reader_id           uuid        NOT NULL,
    ref                 text,
    anonymous           boolean     NOT NULL,
    email               text,
    name                text,
    locale              text,
    sessions_generation integer     NOT NULL DEFAULT 0,
    merged_into         uuid,
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL,
    erased_at           timestamptz,
    PRIMARY KEY (site_id, reader_id),
    CHECK (merged_into IS NULL OR anonymous)
);

-- Anonymous readers go when their last token has expired.
CREATE INDEX reader_anonymous_age ON reader (updated_at) WHERE anonymous;

-- Sessions ended before their token expires; a row goes with its token.
CREATE TABLE ended_session (
    site_id    text        NOT NULL,
    reader_id  uuid        NOT NULL,
    session_id text        NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (site_id, reader_id, session_id)
);

CREATE INDEX ended_session_expiry ON ended_session (expires_at);

-- Anonymous histories that are to become this reader's, and those that did.
CREATE TABLE reader_merge (
    site_id      text        NOT NULL,
    reader_id    uuid        NOT NULL,
    anonymous_id uuid        NOT NULL,
    intended_at  timestamptz NOT NULL,
    done_at      timestamptz,
    PRIMARY KEY (site_id, reader_id, anonymous_id)
);
