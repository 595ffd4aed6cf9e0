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
    PRIMARY KEY (reader_id, site_id),
    CHECK (merged_into IS NULL OR anonymous)
);

-- Anonymous readers go when their last token has expired.
CREATE INDEX reader_anonymous_age ON reader (updated_at) WHERE anonymous;

-- Small letters of ASCII only: others would make one address of two.
CREATE INDEX reader_email ON reader (site_id, lower(email COLLATE "C"))
    WHERE email IS NOT NULL AND erased_at IS NULL;

-- Sessions ended before their token expires; a row goes with its token.
CREATE TABLE ended_session (
    site_id    text        NOT NULL,
    reader_id  uuid        NOT NULL,
    session_id text        NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (reader_id, site_id, session_id)
);

CREATE INDEX ended_session_expiry ON ended_session (expires_at);

-- Anonymous histories that are to become this reader's, and those that did.
CREATE TABLE reader_merge (
    site_id      text        NOT NULL,
    reader_id    uuid        NOT NULL,
    anonymous_id uuid        NOT NULL,
    intended_at  timestamptz NOT NULL,
    done_at      timestamptz,
    PRIMARY KEY (reader_id, site_id, anonymous_id)
);

-- How a site's readers may sign in, and where our own pages send them to do so at the site's OpenID
-- provider.
CREATE TABLE site_sign_in (
    site_id              text PRIMARY KEY REFERENCES site,
    email                boolean NOT NULL,
    issuer               text,
    client_id            text,
    jwks_uri             text,
    authorization_uri    text,
    token_uri            text,
    -- Under the master key; a provider may do without one.
    sealed_client_secret bytea,
    CHECK (num_nonnulls(issuer, client_id, jwks_uri) IN (0, 3)),
    CONSTRAINT site_sign_in_flow_whole
        CHECK (num_nonnulls(authorization_uri, token_uri) IN (0, 2)),
    CONSTRAINT site_sign_in_flow_of_a_provider
        CHECK (issuer IS NOT NULL OR authorization_uri IS NULL),
    CONSTRAINT site_sign_in_secret_for_a_flow
        CHECK (token_uri IS NOT NULL OR sealed_client_secret IS NULL)
);

-- Belongs to an address, not to a reader: whose it is shows when it is used. No token is here in the
-- clear; sealed_token is what the letter needs, and goes when that is sent. Rows go when they expire.
CREATE TABLE sign_in_link (
    site_id      text        NOT NULL,
    token_hash   bytea       NOT NULL CHECK (octet_length(token_hash) = 32),
    browser_hash bytea       NOT NULL CHECK (octet_length(browser_hash) = 32),
    address      text        NOT NULL,
    language     text        NOT NULL,
    sealed_token bytea,
    due_at       timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    used_at      timestamptz,
    PRIMARY KEY (site_id, token_hash)
);

CREATE INDEX sign_in_link_due ON sign_in_link (due_at) WHERE sealed_token IS NOT NULL;
CREATE INDEX sign_in_link_expiry ON sign_in_link (expires_at);

-- ID tokens that a session was begun with; a row goes with its token.
CREATE TABLE id_token_use (
    site_id    text        NOT NULL,
    reader_id  uuid        NOT NULL,
    nonce      text        NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (reader_id, site_id, nonce)
);

CREATE INDEX id_token_use_expiry ON id_token_use (expires_at);

-- Readers whose access tokens of before are to be refused. One row a reader, kept a little longer than
-- those tokens live.

CREATE TABLE revocation (
    site_id        text        NOT NULL,
    reader_id      uuid        NOT NULL,
    revoked_before timestamptz NOT NULL,
    PRIMARY KEY (reader_id, site_id)
);

CREATE INDEX revocation_age ON revocation (revoked_before);
