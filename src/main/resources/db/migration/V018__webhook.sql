-- The webhooks of sites. Without types one wants all. Secrets lie encrypted under the master key; the
-- former one signs too until its end.

CREATE TABLE webhook (
    site_id         text        NOT NULL,
    webhook_id      uuid        NOT NULL,
    url             text        NOT NULL,
    types           text[]      NOT NULL,
    secret          bytea       NOT NULL,
    former_secret   bytea,
    former_until    timestamptz,
    failing_since   timestamptz,
    last_failure    text,
    last_failure_at timestamptz,
    disabled_at     timestamptz,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (site_id, webhook_id)
);
