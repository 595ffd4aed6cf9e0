-- Sites and their keys: reference tables, whole on every node.

CREATE TABLE site (
    site_id                text PRIMARY KEY CHECK (site_id ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
    name                   text        NOT NULL,
    -- In their one form: small letters, and no port that is the scheme's own (RFC 3986, 6.2).
    origins                text[]      NOT NULL,
    time_zone              text        NOT NULL,
    locale                 text        NOT NULL,
    -- Where the site says who it is; letters lead there.
    imprint                text,
    meter_limit            integer     NOT NULL CHECK (meter_limit >= 0),
    meter_anonymous_limit  integer     NOT NULL CHECK (meter_anonymous_limit >= 0),
    meter_period           text        NOT NULL,
    token_lifetime_seconds integer     NOT NULL CHECK (token_lifetime_seconds BETWEEN 10 AND 300),
    history_days           integer     NOT NULL CHECK (history_days >= 0),
    grace_days             integer     NOT NULL CHECK (grace_days >= 0),
    pack_refund_takes      text        NOT NULL DEFAULT 'unspent'
        CHECK (pack_refund_takes IN ('unspent', 'nothing')),
    -- What goes back to a reader who withdraws from a contract within the period that the law gives.
    withdrawal_refund      text        NOT NULL DEFAULT 'full'
        CHECK (withdrawal_refund IN ('full', 'prorated')),
    dispute_cancels        text        NOT NULL DEFAULT 'period-end'
        CHECK (dispute_cancels IN ('period-end', 'now', 'never')),
    id_secret              bytea       NOT NULL CHECK (octet_length(id_secret) = 32),
    created_at             timestamptz NOT NULL
);

CREATE INDEX site_origin ON site USING gin (origins);

CREATE TABLE site_key (
    key_id     uuid PRIMARY KEY,
    site_id    text        NOT NULL REFERENCES site,
    name       text        NOT NULL,
    scopes     text[]      NOT NULL,
    hash       bytea       NOT NULL CHECK (octet_length(hash) = 32),
    created_at timestamptz NOT NULL
);

CREATE INDEX site_key_site ON site_key (site_id);
