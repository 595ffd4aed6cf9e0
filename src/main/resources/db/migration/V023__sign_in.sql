-- Signing in: how a site's readers may, links by e-mail, ID tokens that were used, and how often
-- something was asked from one place.

CREATE TABLE site_sign_in (
    site_id   text PRIMARY KEY REFERENCES site,
    email     boolean NOT NULL,
    issuer    text,
    client_id text,
    jwks_uri  text,
    CHECK (num_nonnulls(issuer, client_id, jwks_uri) IN (0, 3))
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

-- Small letters of ASCII only: others would make one address of two.
CREATE INDEX reader_email ON reader (site_id, lower(email COLLATE "C"))
    WHERE email IS NOT NULL AND erased_at IS NULL;

-- ID tokens that a session was begun with; a row goes with its token.
CREATE TABLE id_token_use (
    site_id    text        NOT NULL,
    reader_id  uuid        NOT NULL,
    nonce      text        NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (site_id, reader_id, nonce)
);

CREATE INDEX id_token_use_expiry ON id_token_use (expires_at);

-- How often in a window of time; the key is a hash of what is counted.
CREATE TABLE rate_window (
    key_hash  bytea       NOT NULL CHECK (octet_length(key_hash) = 32),
    starts_at timestamptz NOT NULL,
    ends_at   timestamptz NOT NULL,
    used      integer     NOT NULL CHECK (used >= 1),
    PRIMARY KEY (key_hash, starts_at)
);

CREATE INDEX rate_window_end ON rate_window (ends_at);
