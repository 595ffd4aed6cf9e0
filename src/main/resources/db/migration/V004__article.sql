CREATE TABLE article (
    site_id    text        NOT NULL REFERENCES site,
    article_id text        NOT NULL,
    title      text        NOT NULL,
    url        text        NOT NULL,
    access     text        NOT NULL
        CHECK (access IN ('free', 'registered', 'metered', 'premium', 'subscribers')),
    tier       text        NOT NULL CHECK (tier <> 'registered'),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (site_id, article_id)
);
